/** S3: what a bucket is set to. Each is one put and one delete, named by the bucket. */
import {
  DeleteBucketEncryptionCommand,
  DeleteBucketOwnershipControlsCommand,
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  GetBucketEncryptionCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
  PutBucketEncryptionCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import { pascal, unlessGone } from "./words.mjs";

/**
 * @param {[any, any, any]} commands put, get and delete
 * @param {(inputs: any) => Record<string, unknown>} body of the put
 * @returns {import("../resources.mjs").Entry}
 */
export function setting([Put, Get, Delete], body) {
  const put = ({ aws, inputs }) => aws.s3(new Put({ Bucket: inputs.bucket, ...body(inputs) }));
  return {
    replaceOn: ["bucket", "expectedBucketOwner", "region"],
    refuses: ["expectedBucketOwner"],
    create: async (call) => (await put(call), { id: call.inputs.bucket }),
    update: async (call) => void (await put(call)),
    async delete({ aws, outs }) {
      if (outs.skipDestroy) return;
      await unlessGone(() => aws.s3(new Delete({ Bucket: outs.bucket })));
    },
    read: async ({ aws, outs }) =>
      (await unlessGone(() => aws.s3(new Get({ Bucket: outs.bucket })))) && {},
  };
}

const flags = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

const publicAccessBlock = setting(
  [PutPublicAccessBlockCommand, GetPublicAccessBlockCommand, DeletePublicAccessBlockCommand],
  (inputs) => ({
    PublicAccessBlockConfiguration: pascal(
      Object.fromEntries(flags.map((flag) => [flag, inputs[flag] ?? false])),
    ),
  }),
);

const encryption = setting(
  [PutBucketEncryptionCommand, GetBucketEncryptionCommand, DeleteBucketEncryptionCommand],
  ({ rules }) => ({
    ServerSideEncryptionConfiguration: {
      Rules: rules.map(({ applyServerSideEncryptionByDefault: rule, bucketKeyEnabled }) => ({
        ...(rule && {
          ApplyServerSideEncryptionByDefault: {
            SSEAlgorithm: rule.sseAlgorithm,
            KMSMasterKeyID: rule.kmsMasterKeyId,
          },
        }),
        BucketKeyEnabled: bucketKeyEnabled,
      })),
    },
  }),
);

const ownershipControls = setting(
  [
    PutBucketOwnershipControlsCommand,
    GetBucketOwnershipControlsCommand,
    DeleteBucketOwnershipControlsCommand,
  ],
  ({ rule }) => ({ OwnershipControls: { Rules: [{ ObjectOwnership: rule.objectOwnership }] } }),
);

const policy = setting(
  [PutBucketPolicyCommand, GetBucketPolicyCommand, DeleteBucketPolicyCommand],
  (inputs) => ({ Policy: inputs.policy }),
);

export const s3Settings = {
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": ownershipControls,
  "aws:s3/bucketPolicy:BucketPolicy": policy,
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": publicAccessBlock,
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":
    encryption,
};
