/** IAM: role. */
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import { prefixed } from "../auto-name.mjs";
import { pascal, pick, tagChanges, tagList, unlessGone } from "./words.mjs";

/** Takes everything off a role, as the real provider does for a role with `forceDetachPolicies`. */
async function strip(aws, RoleName) {
  const attached = await aws.iam(new ListAttachedRolePoliciesCommand({ RoleName }));
  for (const { PolicyArn } of attached.AttachedPolicies ?? []) {
    await aws.iam(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  }
  const { PolicyNames = [] } = await aws.iam(new ListRolePoliciesCommand({ RoleName }));
  for (const PolicyName of PolicyNames) {
    await aws.iam(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  }
}

/** @type {import("../resources.mjs").Entry} */
const role = {
  named: { of: "name", unless: "namePrefix" },
  replaceOn: ["name", "namePrefix", "path"],
  refuses: ["inlinePolicies", "managedPolicyArns", "permissionsBoundary"],
  async create({ aws, inputs }) {
    const optional = pascal(pick(inputs, ["description", "maxSessionDuration", "path"]));
    const request = {
      RoleName: inputs.name ?? prefixed(inputs.namePrefix),
      AssumeRolePolicyDocument: inputs.assumeRolePolicy,
      ...optional,
      ...(inputs.tags && { Tags: tagList(inputs.tags) }),
    };
    const { Role } = await aws.iam(new CreateRoleCommand(request));
    const outs = {
      arn: Role.Arn,
      createDate: Role.CreateDate.toISOString(),
      maxSessionDuration: inputs.maxSessionDuration ?? 3600,
      name: Role.RoleName,
      path: Role.Path,
      uniqueId: Role.RoleId,
    };
    return { id: Role.RoleName, outs };
  },
  async update({ aws, id: RoleName, olds, inputs }) {
    const PolicyDocument = inputs.assumeRolePolicy;
    if (PolicyDocument !== olds.assumeRolePolicy) {
      await aws.iam(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
    }
    const { description = "", maxSessionDuration = 3600 } = inputs;
    const plain = { Description: description, MaxSessionDuration: maxSessionDuration };
    await aws.iam(new UpdateRoleCommand({ RoleName, ...plain }));
    const { removed, changed } = tagChanges(olds.tags, inputs.tags);
    if (removed.length) await aws.iam(new UntagRoleCommand({ RoleName, TagKeys: removed }));
    const Tags = tagList(changed);
    if (Tags.length) await aws.iam(new TagRoleCommand({ RoleName, Tags }));
  },
  async delete({ aws, id: RoleName, outs }) {
    if (outs.forceDetachPolicies) await unlessGone(() => strip(aws, RoleName));
    await unlessGone(() => aws.iam(new DeleteRoleCommand({ RoleName })));
  },
  async read({ aws, id }) {
    const found = await unlessGone(() => aws.iam(new GetRoleCommand({ RoleName: id })));
    return found && { arn: found.Role.Arn, name: id };
  },
};

export const iamRole = { "aws:iam/role:Role": role };
