/** Functions of the `aws` provider that look up VPCs and subnets; the singular ones want exactly one match, like the real ones. */
import {
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
} from "@aws-sdk/client-ec2";
import { account } from "./ec2-tags.mjs";
import { filters } from "./invokes.mjs";

export const tagsOf = ({ Tags = [] }) =>
  Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));

export function only(kind, found = []) {
  if (found.length === 1) return found[0];
  const how = found.length
    ? `multiple ${kind}s matched; use additional constraints`
    : `no matching ${kind} found`;
  throw new Error(`invoking the lookup of an EC2 ${kind}: ${how}`);
}

export const arn = async (aws, kind, id, owner) =>
  `arn:aws:ec2:${aws.region}:${owner ?? (await account(aws))}:${kind}/${id}`;

async function vpcAttribute(aws, VpcId, Attribute) {
  const found = await aws.ec2(new DescribeVpcAttributeCommand({ VpcId, Attribute }));
  return found[Attribute[0].toUpperCase() + Attribute.slice(1)]?.Value ?? false;
}

async function getVpc(aws, args) {
  const more = { cidr: args.cidrBlock, isDefault: args.default, state: args.state };
  const request = { VpcIds: args.id && [args.id], Filters: filters(args, more) };
  const vpc = only("VPC", (await aws.ec2(new DescribeVpcsCommand(request))).Vpcs);
  const Filters = [
    { Name: "vpc-id", Values: [vpc.VpcId] },
    { Name: "association.main", Values: ["true"] },
  ];
  const { RouteTables = [] } = await aws.ec2(new DescribeRouteTablesCommand({ Filters }));
  return {
    arn: await arn(aws, "vpc", vpc.VpcId, vpc.OwnerId),
    cidrBlock: vpc.CidrBlock,
    cidrBlockAssociations: [],
    default: vpc.IsDefault ?? false,
    dhcpOptionsId: vpc.DhcpOptionsId,
    enableDnsHostnames: await vpcAttribute(aws, vpc.VpcId, "enableDnsHostnames"),
    enableDnsSupport: await vpcAttribute(aws, vpc.VpcId, "enableDnsSupport"),
    id: vpc.VpcId,
    instanceTenancy: vpc.InstanceTenancy,
    mainRouteTableId: RouteTables[0]?.RouteTableId,
    ownerId: vpc.OwnerId,
    region: aws.region,
    state: vpc.State,
    tags: tagsOf(vpc),
  };
}

async function getSubnets(aws, args) {
  const request = new DescribeSubnetsCommand({ Filters: filters(args) });
  const ids = ((await aws.ec2(request)).Subnets ?? []).map(({ SubnetId }) => SubnetId);
  return { ...args, id: aws.region, ids, region: aws.region, tags: args.tags ?? {} };
}

async function getSubnet(aws, args) {
  const more = {
    "availability-zone": args.availabilityZone,
    "cidr-block": args.cidrBlock,
    "default-for-az": args.defaultForAz,
    state: args.state,
    "vpc-id": args.vpcId,
  };
  const request = { SubnetIds: args.id && [args.id], Filters: filters(args, more) };
  const subnet = only("subnet", (await aws.ec2(new DescribeSubnetsCommand(request))).Subnets);
  return {
    arn: await arn(aws, "subnet", subnet.SubnetId, subnet.OwnerId),
    assignIpv6AddressOnCreation: subnet.AssignIpv6AddressOnCreation ?? false,
    availabilityZone: subnet.AvailabilityZone,
    availabilityZoneId: subnet.AvailabilityZoneId,
    availableIpAddressCount: subnet.AvailableIpAddressCount,
    cidrBlock: subnet.CidrBlock,
    defaultForAz: subnet.DefaultForAz ?? false,
    id: subnet.SubnetId,
    mapPublicIpOnLaunch: subnet.MapPublicIpOnLaunch ?? false,
    ownerId: subnet.OwnerId,
    region: aws.region,
    state: subnet.State,
    tags: tagsOf(subnet),
    vpcId: subnet.VpcId,
  };
}

/** @type {Record<string, import("./invokes.mjs").Invoke>} */
export const networkInvokes = {
  "aws:ec2/getSubnet:getSubnet": getSubnet,
  "aws:ec2/getSubnets:getSubnets": getSubnets,
  "aws:ec2/getVpc:getVpc": getVpc,
};
