/** IAM: inline policy of a role, attachment of a managed policy. */
import { randomInt } from "node:crypto";
import {
  AttachRolePolicyCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRolePolicyCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { prefixed } from "../auto-name.mjs";
import { unlessGone } from "./words.mjs";

const putPolicy = (aws, RoleName, PolicyName, PolicyDocument) =>
  aws.iam(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));

/** @type {import("../resources.mjs").Entry} */
const rolePolicy = {
  named: { of: "name", unless: "namePrefix" },
  replaceOn: ["name", "namePrefix", "role"],
  async create({ aws, inputs }) {
    const name = inputs.name ?? prefixed(inputs.namePrefix);
    await putPolicy(aws, inputs.role, name, inputs.policy);
    return { id: `${inputs.role}:${name}`, outs: { name } };
  },
  update: async ({ aws, inputs, outs }) =>
    void (await putPolicy(aws, inputs.role, outs.name, inputs.policy)),
  async delete({ aws, outs }) {
    const policy = { RoleName: outs.role, PolicyName: outs.name };
    await unlessGone(() => aws.iam(new DeleteRolePolicyCommand(policy)));
  },
  async read({ aws, outs }) {
    const policy = { RoleName: outs.role, PolicyName: outs.name };
    return (await unlessGone(() => aws.iam(new GetRolePolicyCommand(policy)))) && {};
  },
};

/** @type {import("../resources.mjs").Entry} */
const rolePolicyAttachment = {
  async create({ aws, inputs }) {
    const attachment = { RoleName: inputs.role, PolicyArn: inputs.policyArn };
    await aws.iam(new AttachRolePolicyCommand(attachment));
    return { id: `${inputs.role}-${Date.now()}${randomInt(1e9, 1e10)}` };
  },
  async delete({ aws, outs }) {
    const attachment = { RoleName: outs.role, PolicyArn: outs.policyArn };
    await unlessGone(() => aws.iam(new DetachRolePolicyCommand(attachment)));
  },
};

export const iamPolicies = {
  "aws:iam/rolePolicy:RolePolicy": rolePolicy,
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": rolePolicyAttachment,
};
