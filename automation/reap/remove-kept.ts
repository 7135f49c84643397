/** Removes what keeps something: logs, secrets, results; and roles. */
import type { Remove } from "./remove.ts";

export const removeLogGroup: Remove = async ({ name, region, signal: abortSignal }) => {
  const sdk = await import("@aws-sdk/client-cloudwatch-logs");
  const command = new sdk.DeleteLogGroupCommand({ logGroupName: name });
  await new sdk.CloudWatchLogsClient({ region }).send(command, { abortSignal });
};

/** At once, without the days in which it could be restored, for which it would hold its name. */
export const removeSecret: Remove = async ({ arn: SecretId, region, signal: abortSignal }) => {
  const sdk = await import("@aws-sdk/client-secrets-manager");
  const command = new sdk.DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true });
  await new sdk.SecretsManagerClient({ region }).send(command, { abortSignal });
};

/** With all that is in it, in every version. */
export const removeBucket: Remove = async ({ name: Bucket, region, signal: abortSignal }) => {
  const sdk = await import("@aws-sdk/client-s3");
  const forcePathStyle =
    (process.env["AWS_ENDPOINT_URL_S3"] ?? process.env["AWS_ENDPOINT_URL"]) !== undefined;
  const client = new sdk.S3Client({ region, forcePathStyle, followRegionRedirects: true });
  // What is listed is removed, so that the first page is always of what is left.
  for (;;) {
    const list = new sdk.ListObjectVersionsCommand({ Bucket });
    const { Versions = [], DeleteMarkers = [] } = await client.send(list, { abortSignal });
    const Objects = [...Versions, ...DeleteMarkers].flatMap(({ Key, VersionId }) =>
      Key === undefined ? [] : [{ Key, VersionId }],
    );
    if (Objects.length === 0) break;
    const command = new sdk.DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } });
    const { Errors: [first] = [] } = await client.send(command, { abortSignal });
    if (first !== undefined) {
      const { Code = "", Key = "", Message = "" } = first;
      throw Object.assign(new Error(`${Key}: ${Message}`), { name: Code });
    }
  }
  await client.send(new sdk.DeleteBucketCommand({ Bucket }), { abortSignal });
};

/** With its policies, its own and those attached to it. */
export const removeRole: Remove = async ({ name: RoleName, region, signal: abortSignal }) => {
  const sdk = await import("@aws-sdk/client-iam");
  const client = new sdk.IAMClient({ region });
  const own = new sdk.ListRolePoliciesCommand({ RoleName });
  const { PolicyNames = [] } = await client.send(own, { abortSignal });
  for (const PolicyName of PolicyNames) {
    const command = new sdk.DeleteRolePolicyCommand({ RoleName, PolicyName });
    await client.send(command, { abortSignal });
  }
  const attached = new sdk.ListAttachedRolePoliciesCommand({ RoleName });
  const { AttachedPolicies = [] } = await client.send(attached, { abortSignal });
  for (const { PolicyArn } of AttachedPolicies) {
    const command = new sdk.DetachRolePolicyCommand({ RoleName, PolicyArn });
    await client.send(command, { abortSignal });
  }
  await client.send(new sdk.DeleteRoleCommand({ RoleName }), { abortSignal });
};
