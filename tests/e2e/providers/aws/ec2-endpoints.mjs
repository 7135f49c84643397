/** EC2: VPC endpoint. */
import {
  CreateVpcEndpointCommand,
  DeleteVpcEndpointsCommand,
  DescribePrefixListsCommand,
  DescribeVpcEndpointsCommand,
  ModifyVpcEndpointCommand,
} from "@aws-sdk/client-ec2";
import { inputNames } from "../shapes.mjs";
import { owned, retag, tagged } from "./ec2-tags.mjs";
import { pascal, pick, unlessGone } from "./words.mjs";

/** The prefix list of a gateway endpoint's service, where the emulator has one. */
async function prefixList(aws, serviceName) {
  const Filters = [{ Name: "prefix-list-name", Values: [serviceName] }];
  const found = await aws.ec2(new DescribePrefixListsCommand({ Filters })).catch(() => undefined);
  return found?.PrefixLists?.[0]?.PrefixListId;
}

const lists = ["routeTableIds", "securityGroupIds", "subnetIds"];

/** What `ModifyVpcEndpoint` takes: additions and removals. */
function listChanges(olds, news) {
  const changes = lists.map((name) => {
    const noun = name[0].toUpperCase() + name.slice(1);
    const [before, after] = [olds[name] ?? [], news[name] ?? []];
    const added = after.filter((id) => !before.includes(id));
    const removed = before.filter((id) => !after.includes(id));
    return {
      ...(added.length && { [`Add${noun}`]: added }),
      ...(removed.length && { [`Remove${noun}`]: removed }),
    };
  });
  return Object.assign({}, ...changes);
}

const ofEndpoint = [
  "policyDocument",
  "serviceName",
  "vpcEndpointType",
  "vpcId",
  "privateDnsEnabled",
];

/** @type {import("../resources.mjs").Entry} */
const vpcEndpoint = {
  replaceOn: ["serviceName", "vpcEndpointType", "vpcId", "region"],
  refuses: inputNames("aws:ec2/vpcEndpoint:VpcEndpoint", [
    ...ofEndpoint,
    ...lists,
    ...["autoAccept", "policy", "region", "tags"],
  ]),
  async create({ aws, inputs }) {
    const type = inputs.vpcEndpointType ?? "Gateway";
    const given = { ...inputs, policyDocument: inputs.policy, vpcEndpointType: type };
    const request = {
      ...pascal(pick(given, [...ofEndpoint, ...lists])),
      ...tagged("vpc-endpoint", inputs),
    };
    const { VpcEndpoint } = await aws.ec2(new CreateVpcEndpointCommand(request));
    const id = VpcEndpoint.VpcEndpointId;
    const prefixListId = type === "Gateway" ? await prefixList(aws, inputs.serviceName) : undefined;
    const outs = {
      dnsEntries: (VpcEndpoint.DnsEntries ?? []).map(({ DnsName, HostedZoneId }) => ({
        dnsName: DnsName,
        hostedZoneId: HostedZoneId,
      })),
      networkInterfaceIds: VpcEndpoint.NetworkInterfaceIds ?? [],
      prefixListId,
      state: VpcEndpoint.State,
      vpcEndpointType: type,
    };
    return { id, outs: { ...outs, ...(await owned(aws, "vpc-endpoint", id)) } };
  },
  async update(call) {
    const { aws, id, olds, inputs } = call;
    const policy = inputs.policy !== olds.policy;
    const changes = {
      ...listChanges(olds, inputs),
      ...(policy && (inputs.policy ? { PolicyDocument: inputs.policy } : { ResetPolicy: true })),
    };
    const request = { VpcEndpointId: id, ...changes };
    if (Object.keys(changes).length) await aws.ec2(new ModifyVpcEndpointCommand(request));
    await retag(call, id);
  },
  async delete({ aws, id }) {
    await unlessGone(() => aws.ec2(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [id] })));
  },
  async read({ aws, id }) {
    const request = new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] });
    const found = await unlessGone(() => aws.ec2(request));
    return found?.VpcEndpoints?.some(({ State }) => State !== "deleted") ? {} : undefined;
  },
};

export const ec2Endpoints = { "aws:ec2/vpcEndpoint:VpcEndpoint": vpcEndpoint };
