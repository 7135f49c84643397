/** Secrets Manager: secret and its value. */
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutResourcePolicyCommand,
  PutSecretValueCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import { prefixed } from "../auto-name.mjs";
import { pascal, pick, tagChanges, tagList, unlessGone } from "./words.mjs";

/** @type {import("../resources.mjs").Entry} */
const secret = {
  named: { of: "name", unless: "namePrefix" },
  replaceOn: ["name", "namePrefix", "region"],
  refuses: ["replicas", "type"],
  async create({ aws, inputs }) {
    const request = {
      Name: inputs.name ?? prefixed(inputs.namePrefix),
      ...pascal(pick(inputs, ["description", "kmsKeyId"])),
      ...(inputs.tags && { Tags: tagList(inputs.tags) }),
    };
    const { ARN, Name } = await aws.secrets(new CreateSecretCommand(request));
    const policy = { SecretId: ARN, ResourcePolicy: inputs.policy };
    if (inputs.policy) await aws.secrets(new PutResourcePolicyCommand(policy));
    return { id: ARN, outs: { arn: ARN, name: Name } };
  },
  async update({ aws, id: SecretId, olds, inputs }) {
    const { description = "", policy } = inputs;
    await aws.secrets(new UpdateSecretCommand({ SecretId, Description: description }));
    if (policy && policy !== olds.policy) {
      await aws.secrets(new PutResourcePolicyCommand({ SecretId, ResourcePolicy: policy }));
    }
    const { removed, changed } = tagChanges(olds.tags, inputs.tags);
    if (removed.length) await aws.secrets(new UntagResourceCommand({ SecretId, TagKeys: removed }));
    const Tags = tagList(changed);
    if (Tags.length) await aws.secrets(new TagResourceCommand({ SecretId, Tags }));
  },
  async delete({ aws, id: SecretId, outs }) {
    const days = outs.recoveryWindowInDays ?? 30;
    const how = days === 0 ? { ForceDeleteWithoutRecovery: true } : { RecoveryWindowInDays: days };
    await unlessGone(() => aws.secrets(new DeleteSecretCommand({ SecretId, ...how })));
  },
  async read({ aws, id }) {
    const found = await unlessGone(() => aws.secrets(new DescribeSecretCommand({ SecretId: id })));
    return !found || found.DeletedDate ? undefined : { arn: found.ARN, name: found.Name };
  },
};

/** @type {import("../resources.mjs").Entry} */
const secretVersion = {
  refuses: ["secretStringWo", "secretStringWoVersion", "versionStages"],
  async create({ aws, inputs }) {
    const { secretId: SecretId, secretString, secretBinary } = inputs;
    const value = secretBinary
      ? { SecretBinary: Buffer.from(secretBinary, "base64") }
      : { SecretString: secretString };
    const made = await aws.secrets(new PutSecretValueCommand({ SecretId, ...value }));
    const outs = {
      arn: made.ARN,
      secretArn: made.ARN,
      versionId: made.VersionId,
      versionStages: made.VersionStages ?? ["AWSCURRENT"],
    };
    return { id: `${SecretId}|${made.VersionId}`, outs };
  },
  /** The version in use stays until its secret goes: the real provider does not touch a version labelled AWSCURRENT. */
  delete: async () => undefined,
  async read({ aws, outs }) {
    const version = { SecretId: outs.secretId, VersionId: outs.versionId };
    return (await unlessGone(() => aws.secrets(new GetSecretValueCommand(version)))) && {};
  },
};

export const secrets = {
  "aws:secretsmanager/secret:Secret": secret,
  "aws:secretsmanager/secretVersion:SecretVersion": secretVersion,
};
