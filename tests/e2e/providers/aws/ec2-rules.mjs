/** EC2: rules of a security group that are resources of their own. */
import {
  DescribeSecurityGroupRulesCommand,
  ModifySecurityGroupRulesCommand,
} from "@aws-sdk/client-ec2";
import { owned, retag, tagged } from "./ec2-tags.mjs";
import { pascal, pick, unlessGone } from "./words.mjs";
import { authorize, revoke } from "./ec2-security-groups.mjs";

function single(inputs) {
  const Description = inputs.description;
  const { cidrIpv4, cidrIpv6, prefixListId, referencedSecurityGroupId } = inputs;
  return {
    IpProtocol: inputs.ipProtocol,
    ...(inputs.ipProtocol !== "-1" && pascal(pick(inputs, ["fromPort", "toPort"]))),
    ...(cidrIpv4 && { IpRanges: [{ CidrIp: cidrIpv4, Description }] }),
    ...(cidrIpv6 && { Ipv6Ranges: [{ CidrIpv6: cidrIpv6, Description }] }),
    ...(prefixListId && { PrefixListIds: [{ PrefixListId: prefixListId, Description }] }),
    ...(referencedSecurityGroupId && {
      UserIdGroupPairs: [{ GroupId: referencedSecurityGroupId, Description }],
    }),
  };
}

/** @param {"egress" | "ingress"} direction */
function rule(direction) {
  return {
    replaceOn: ["securityGroupId", "region"],
    async create({ aws, inputs }) {
      const request = {
        GroupId: inputs.securityGroupId,
        IpPermissions: [single(inputs)],
        ...tagged("security-group-rule", inputs),
      };
      const made = await aws.ec2(new authorize[direction](request));
      const id = made.SecurityGroupRules[0].SecurityGroupRuleId;
      const { arn } = await owned(aws, "security-group-rule", id);
      return { id, outs: { arn, securityGroupRuleId: id } };
    },
    async update(call) {
      const { aws, id, inputs } = call;
      const names = [
        "description",
        "cidrIpv4",
        "cidrIpv6",
        "fromPort",
        "ipProtocol",
        "prefixListId",
      ];
      const given = pick(inputs, [...names, "referencedSecurityGroupId", "toPort"]);
      const { referencedSecurityGroupId, ...rest } = given;
      const group = referencedSecurityGroupId && { ReferencedGroupId: referencedSecurityGroupId };
      const SecurityGroupRule = { ...pascal(rest), ...group };
      const request = {
        GroupId: inputs.securityGroupId,
        SecurityGroupRules: [{ SecurityGroupRuleId: id, SecurityGroupRule }],
      };
      await aws.ec2(new ModifySecurityGroupRulesCommand(request));
      await retag(call, id);
    },
    async delete({ aws, id, outs }) {
      const request = { GroupId: outs.securityGroupId, SecurityGroupRuleIds: [id] };
      await unlessGone(() => aws.ec2(new revoke[direction](request)));
    },
    async read({ aws, id }) {
      const request = new DescribeSecurityGroupRulesCommand({ SecurityGroupRuleIds: [id] });
      const found = await unlessGone(() => aws.ec2(request));
      return found?.SecurityGroupRules?.length ? {} : undefined;
    },
  };
}

export const ec2Rules = {
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": rule("egress"),
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": rule("ingress"),
};
