/** CloudWatch Logs: the log group. */
import {
  AssociateKmsKeyCommand,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  DisassociateKmsKeyCommand,
  PutRetentionPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { prefixed } from "../auto-name.mjs";
import { pick, tagChanges, unlessGone } from "./words.mjs";

function retain(aws, logGroupName, retentionInDays) {
  if (!retentionInDays) return aws.logs(new DeleteRetentionPolicyCommand({ logGroupName }));
  return aws.logs(new PutRetentionPolicyCommand({ logGroupName, retentionInDays }));
}

async function find(aws, name) {
  const request = new DescribeLogGroupsCommand({ logGroupNamePrefix: name });
  const { logGroups = [] } = await aws.logs(request);
  return logGroups.find(({ logGroupName }) => logGroupName === name);
}

const arnOf = (group) => group.arn.replace(/:\*$/, "");

/** @type {import("../resources.mjs").Entry} */
const logGroup = {
  named: { of: "name", unless: "namePrefix" },
  replaceOn: ["name", "namePrefix", "logGroupClass", "region"],
  refuses: ["deletionProtectionEnabled"],
  async create({ aws, inputs }) {
    const name = inputs.name ?? prefixed(inputs.namePrefix);
    const optional = pick(inputs, ["kmsKeyId", "logGroupClass", "tags"]);
    await aws.logs(new CreateLogGroupCommand({ logGroupName: name, ...optional }));
    if (inputs.retentionInDays) await retain(aws, name, inputs.retentionInDays);
    return { id: name, outs: { name, arn: arnOf(await find(aws, name)) } };
  },
  async update({ aws, id, olds, inputs, outs }) {
    if (inputs.retentionInDays !== olds.retentionInDays)
      await retain(aws, id, inputs.retentionInDays);
    if (inputs.kmsKeyId !== olds.kmsKeyId) {
      const target = { logGroupName: id, kmsKeyId: inputs.kmsKeyId };
      const Command = inputs.kmsKeyId ? AssociateKmsKeyCommand : DisassociateKmsKeyCommand;
      await aws.logs(new Command(target));
    }
    const { removed, changed } = tagChanges(olds.tags, inputs.tags);
    const resourceArn = outs.arn;
    if (removed.length) await aws.logs(new UntagResourceCommand({ resourceArn, tagKeys: removed }));
    if (Object.keys(changed).length) {
      await aws.logs(new TagResourceCommand({ resourceArn, tags: changed }));
    }
  },
  async delete({ aws, id, outs }) {
    if (outs.skipDestroy) return;
    await unlessGone(() => aws.logs(new DeleteLogGroupCommand({ logGroupName: id })));
  },
  async read({ aws, id }) {
    const found = await find(aws, id);
    return found && { name: id, arn: arnOf(found), retentionInDays: found.retentionInDays ?? 0 };
  },
};

export const logs = { "aws:cloudwatch/logGroup:LogGroup": logGroup };
