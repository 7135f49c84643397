/** S3: the bucket. */
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketTaggingCommand,
  DeleteObjectsCommand,
  HeadBucketCommand,
  ListObjectVersionsCommand,
  PutBucketTaggingCommand,
} from "@aws-sdk/client-s3";
import { prefixed } from "../auto-name.mjs";
import { inputNames } from "../shapes.mjs";
import { tagList, unlessGone } from "./words.mjs";

/** Deletes every version and every delete marker, a thousand at a time. */
async function empty(aws, Bucket) {
  for (;;) {
    const page = await aws.s3(new ListObjectVersionsCommand({ Bucket }));
    const all = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
    if (all.length === 0) return;
    const Objects = all.map(({ Key, VersionId }) => ({ Key, VersionId }));
    const { Errors = [] } = await aws.s3(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    const [error] = Errors;
    if (error)
      throw new Error(`operation error S3: DeleteObjects, ${error.Code}: ${error.Message}`);
  }
}

function retag(aws, Bucket, tags) {
  const TagSet = tagList(tags);
  if (TagSet.length === 0) return aws.s3(new DeleteBucketTaggingCommand({ Bucket }));
  return aws.s3(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
}

const handled = ["bucket", "bucketPrefix", "forceDestroy", "region", "tags"];

/** @type {import("../resources.mjs").Entry} */
const bucket = {
  named: { of: "bucket", unless: "bucketPrefix", lower: true },
  replaceOn: ["bucket", "bucketPrefix", "region"],
  refuses: inputNames("aws:s3/bucket:Bucket", handled),
  async create({ aws, inputs }) {
    const name = inputs.bucket ?? prefixed(inputs.bucketPrefix);
    const elsewhere = aws.region !== "us-east-1";
    const request = {
      Bucket: name,
      ...(elsewhere && { CreateBucketConfiguration: { LocationConstraint: aws.region } }),
    };
    await aws.s3(new CreateBucketCommand(request));
    if (Object.keys(inputs.tags ?? {}).length) await retag(aws, name, inputs.tags);
    const outs = {
      arn: `arn:aws:s3:::${name}`,
      bucket: name,
      bucketDomainName: `${name}.s3.amazonaws.com`,
      bucketRegion: aws.region,
      bucketRegionalDomainName: `${name}.s3.${aws.region}.amazonaws.com`,
      forceDestroy: inputs.forceDestroy ?? false,
      requestPayer: "BucketOwner",
    };
    return { id: name, outs };
  },
  update: async ({ aws, id, inputs }) => void (await retag(aws, id, inputs.tags)),
  async delete({ aws, id, outs }) {
    if (outs.forceDestroy) await unlessGone(() => empty(aws, id));
    await unlessGone(() => aws.s3(new DeleteBucketCommand({ Bucket: id })));
  },
  read: async ({ aws, id }) =>
    (await unlessGone(() => aws.s3(new HeadBucketCommand({ Bucket: id })))) && { bucket: id },
};

export const s3Bucket = { "aws:s3/bucket:Bucket": bucket };
