/** `awsx.ec2.DefaultVpc`: the region's default VPC, with subnets that give public addresses apart from those that do not. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

class DefaultVpc extends pulumi.ComponentResource {}

/** @returns {Promise<import("@pulumi/pulumi/provider/index.js").ConstructResult>} */
export async function defaultVpc(name, _inputs, options) {
  const parent = new DefaultVpc("awsx:ec2:DefaultVpc", name, {}, options);
  const found = await aws.ec2.getVpc({ default: true }, { parent });
  const filters = [{ name: "vpc-id", values: [found.id] }];
  const { ids } = await aws.ec2.getSubnets({ filters }, { parent });
  const subnets = await Promise.all(ids.map((id) => aws.ec2.getSubnet({ id }, { parent })));
  const idsOf = (isPublic) =>
    subnets.filter((each) => each.mapPublicIpOnLaunch === isPublic).map(({ id }) => id);
  const state = { vpcId: found.id, publicSubnetIds: idsOf(true), privateSubnetIds: idsOf(false) };
  return { urn: parent.urn, state };
}
