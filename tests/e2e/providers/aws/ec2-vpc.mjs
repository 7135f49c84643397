/** EC2: VPC. */
import {
  CreateVpcCommand,
  DeleteVpcCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcsCommand,
  ModifyVpcAttributeCommand,
} from "@aws-sdk/client-ec2";
import { inputNames } from "../shapes.mjs";
import { owned, retag, tagged } from "./ec2-tags.mjs";
import { pascal, pick, unlessGone } from "./words.mjs";

/** The API takes one attribute a call. */
async function dns(aws, VpcId, { enableDnsSupport = true, enableDnsHostnames = false }) {
  const each = [
    { EnableDnsSupport: { Value: enableDnsSupport } },
    { EnableDnsHostnames: { Value: enableDnsHostnames } },
  ];
  for (const one of each) await aws.ec2(new ModifyVpcAttributeCommand({ VpcId, ...one }));
  return { enableDnsSupport, enableDnsHostnames };
}

async function companions(aws, vpcId) {
  const Filters = [{ Name: "vpc-id", Values: [vpcId] }];
  const tables = await aws.ec2(new DescribeRouteTablesCommand({ Filters }));
  const groups = await aws.ec2(new DescribeSecurityGroupsCommand({ Filters }));
  const main = tables.RouteTables?.find(({ Associations = [] }) =>
    Associations.some((a) => a.Main),
  );
  return {
    defaultSecurityGroupId: groups.SecurityGroups?.find((g) => g.GroupName === "default")?.GroupId,
    defaultRouteTableId: main?.RouteTableId,
    mainRouteTableId: main?.RouteTableId,
  };
}

const ofVpc = ["cidrBlock", "enableDnsHostnames", "enableDnsSupport", "instanceTenancy"];

/** @type {import("../resources.mjs").Entry} */
const vpc = {
  replaceOn: ["cidrBlock", "region"],
  refuses: inputNames("aws:ec2/vpc:Vpc", [...ofVpc, "region", "tags"]),
  async create({ aws, inputs }) {
    const request = pascal(pick(inputs, ["cidrBlock", "instanceTenancy"]));
    const { Vpc } = await aws.ec2(new CreateVpcCommand({ ...request, ...tagged("vpc", inputs) }));
    const id = Vpc.VpcId;
    const set = await dns(aws, id, inputs);
    const rest = { ...(await companions(aws, id)), ...(await owned(aws, "vpc", id)) };
    const { instanceTenancy = "default" } = inputs;
    return { id, outs: { ...set, ...rest, instanceTenancy, dhcpOptionsId: Vpc.DhcpOptionsId } };
  },
  async update(call) {
    await retag(call, call.id);
    return dns(call.aws, call.id, call.inputs);
  },
  async delete({ aws, id }) {
    await unlessGone(() => aws.ec2(new DeleteVpcCommand({ VpcId: id })));
  },
  async read({ aws, id }) {
    return (await unlessGone(() => aws.ec2(new DescribeVpcsCommand({ VpcIds: [id] })))) && {};
  },
};

export const ec2Vpc = { "aws:ec2/vpc:Vpc": vpc };
