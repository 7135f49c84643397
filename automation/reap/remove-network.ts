/** Removes a VPC and what is in it. EC2 refuses each while something of it is in use. */
import type { Remove } from "./remove.ts";

/** EC2 tells in the answer what it refuses. */
export const removeVpcEndpoint: Remove = async ({ name, region, signal: abortSignal }) => {
  const { client, sdk } = await ec2(region);
  const command = new sdk.DeleteVpcEndpointsCommand({ VpcEndpointIds: [name] });
  const { Unsuccessful: [refused] = [] } = await client.send(command, { abortSignal });
  if (refused?.Error === undefined) return;
  const { Code = "", Message = "" } = refused.Error;
  throw Object.assign(new Error(Message), { name: Code });
};

/** Off its VPC first. */
export const removeInternetGateway: Remove = async ({ name, region, signal: abortSignal }) => {
  const { client, sdk } = await ec2(region);
  const InternetGatewayId = name;
  const describe = new sdk.DescribeInternetGatewaysCommand({ InternetGatewayIds: [name] });
  const { InternetGateways: [found] = [] } = await client.send(describe, { abortSignal });
  for (const { VpcId } of found?.Attachments ?? []) {
    const detach = new sdk.DetachInternetGatewayCommand({ InternetGatewayId, VpcId });
    await client.send(detach, { abortSignal });
  }
  const remove = new sdk.DeleteInternetGatewayCommand({ InternetGatewayId });
  await client.send(remove, { abortSignal });
};

export const removeSubnet: Remove = async ({ name: SubnetId, region, signal: abortSignal }) => {
  const { client, sdk } = await ec2(region);
  await client.send(new sdk.DeleteSubnetCommand({ SubnetId }), { abortSignal });
};

/** With its rules. */
export const removeSecurityGroup: Remove = async ({ name, region, signal: abortSignal }) => {
  const { client, sdk } = await ec2(region);
  await client.send(new sdk.DeleteSecurityGroupCommand({ GroupId: name }), { abortSignal });
};

/** With its routes; off its subnets first. */
export const removeRouteTable: Remove = async ({ name, region, signal: abortSignal }) => {
  const { client, sdk } = await ec2(region);
  const describe = new sdk.DescribeRouteTablesCommand({ RouteTableIds: [name] });
  const { RouteTables: [found] = [] } = await client.send(describe, { abortSignal });
  for (const { Main, RouteTableAssociationId: AssociationId } of found?.Associations ?? []) {
    // The main one goes with its VPC.
    if (Main === true || AssociationId === undefined) continue;
    await client.send(new sdk.DisassociateRouteTableCommand({ AssociationId }), { abortSignal });
  }
  await client.send(new sdk.DeleteRouteTableCommand({ RouteTableId: name }), { abortSignal });
};

export const removeVpc: Remove = async ({ name: VpcId, region, signal: abortSignal }) => {
  const { client, sdk } = await ec2(region);
  await client.send(new sdk.DeleteVpcCommand({ VpcId }), { abortSignal });
};

async function ec2(region: string) {
  const sdk = await import("@aws-sdk/client-ec2");
  return { sdk, client: new sdk.EC2Client({ region }) };
}
