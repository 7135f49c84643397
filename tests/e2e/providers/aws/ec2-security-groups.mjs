/** EC2: security group, with its inline rules. */
import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  DescribeSecurityGroupsCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
} from "@aws-sdk/client-ec2";
import { prefixed } from "../auto-name.mjs";
import { owned, retag, tagged } from "./ec2-tags.mjs";
import { unlessGone } from "./words.mjs";

export const authorize = {
  egress: AuthorizeSecurityGroupEgressCommand,
  ingress: AuthorizeSecurityGroupIngressCommand,
};
export const revoke = {
  egress: RevokeSecurityGroupEgressCommand,
  ingress: RevokeSecurityGroupIngressCommand,
};

/** An inline rule as the API's permission; `-1` has no ports. */
function permission(rule, GroupId) {
  const Description = rule.description;
  const groups = [...(rule.securityGroups ?? []), ...(rule.self ? [GroupId] : [])];
  return {
    IpProtocol: rule.protocol,
    ...(rule.protocol !== "-1" && { FromPort: rule.fromPort, ToPort: rule.toPort }),
    IpRanges: rule.cidrBlocks?.map((CidrIp) => ({ CidrIp, Description })),
    Ipv6Ranges: rule.ipv6CidrBlocks?.map((CidrIpv6) => ({ CidrIpv6, Description })),
    PrefixListIds: rule.prefixListIds?.map((PrefixListId) => ({ PrefixListId, Description })),
    ...(groups.length && { UserIdGroupPairs: groups.map((id) => ({ GroupId: id, Description })) }),
  };
}

async function applyRules(aws, Commands, GroupId, inputs) {
  for (const direction of ["egress", "ingress"]) {
    const IpPermissions = (inputs[direction] ?? []).map((rule) => permission(rule, GroupId));
    if (IpPermissions.length) await aws.ec2(new Commands[direction]({ GroupId, IpPermissions }));
  }
}

/** @type {import("../resources.mjs").Entry} */
const securityGroup = {
  named: { of: "name", unless: "namePrefix" },
  replaceOn: ["name", "namePrefix", "description", "vpcId", "region"],
  async create({ aws, inputs }) {
    const name = inputs.name ?? prefixed(inputs.namePrefix);
    const { description = "Managed by Pulumi", vpcId } = inputs;
    const request = { GroupName: name, Description: description, VpcId: vpcId };
    const made = await aws.ec2(
      new CreateSecurityGroupCommand({ ...request, ...tagged("security-group", inputs) }),
    );
    const GroupId = made.GroupId;
    // As the real provider does: the rule that lets everything out, which AWS adds, goes.
    const all = [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }];
    await aws.ec2(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: all }));
    await applyRules(aws, authorize, GroupId, inputs);
    const outs = { name, description, egress: inputs.egress ?? [], ingress: inputs.ingress ?? [] };
    return { id: GroupId, outs: { ...outs, ...(await owned(aws, "security-group", GroupId)) } };
  },
  async update(call) {
    const { aws, id, olds, inputs } = call;
    if (
      JSON.stringify([olds.egress, olds.ingress]) !==
      JSON.stringify([inputs.egress, inputs.ingress])
    ) {
      await applyRules(aws, revoke, id, olds);
      await applyRules(aws, authorize, id, inputs);
    }
    await retag(call, id);
  },
  async delete({ aws, id }) {
    await unlessGone(() => aws.ec2(new DeleteSecurityGroupCommand({ GroupId: id })));
  },
  async read({ aws, id }) {
    const request = new DescribeSecurityGroupsCommand({ GroupIds: [id] });
    return (await unlessGone(() => aws.ec2(request))) && {};
  },
};

export const ec2SecurityGroups = { "aws:ec2/securityGroup:SecurityGroup": securityGroup };
