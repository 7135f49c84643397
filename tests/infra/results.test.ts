import { beforeAll, expect, test } from "vitest";
import { ResultsBucket } from "../../infra/results.ts";
import { only, runParts, type Recording } from "./helpers/program.ts";

const bucket = "moths-1a2b3c4";
let recording: Recording;

beforeAll(async () => {
  recording = await runParts(() => {
    const results = new ResultsBucket("moths", { retentionDays: 9, tags: { a: "b" } });
    return { name: results.bucketName, arn: results.arn, prefix: results.prefix };
  });
});

test("the bucket is told by name, ARN and the prefix of all runs", () => {
  expect(recording.outputs).toEqual({
    name: bucket,
    arn: `arn:aws:s3:::${bucket}`,
    prefix: "runs/",
  });
});

test("it goes with the stack, also when there is something in it", () => {
  const { name, inputs } = only(recording, "aws:s3/bucket:Bucket");
  expect(name).toBe("moths");
  expect(inputs).toEqual({ forceDestroy: true, tags: { a: "b" } });
});

test.each([
  [
    "is closed to the public in every way",
    "bucketPublicAccessBlock:BucketPublicAccessBlock",
    "moths-private",
    {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
  ],
  [
    "knows no access control lists",
    "bucketOwnershipControls:BucketOwnershipControls",
    "moths-ownership",
    { rule: { objectOwnership: "BucketOwnerEnforced" } },
  ],
  [
    "is encrypted",
    "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "moths-encryption",
    { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
  ],
  [
    "lets results expire, and what was never finished",
    "bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "moths-expiry",
    {
      rules: [
        {
          id: "expire",
          status: "Enabled",
          filter: { prefix: "" },
          expiration: { days: 9 },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
        },
      ],
    },
  ],
])("it %s", (_what, type, name, inputs) => {
  const resource = only(recording, `aws:s3/${type}`);
  expect(resource.name).toBe(name);
  expect(resource.inputs).toEqual({ bucket, ...inputs });
});

test("nothing gets to it without TLS", () => {
  const { name, inputs, dependencies } = only(recording, "aws:s3/bucketPolicy:BucketPolicy");
  expect(name).toBe("moths-tls");
  expect(inputs["bucket"]).toBe(bucket);
  expect(JSON.parse(String(inputs["policy"]))).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
  // S3 refuses both at the same time.
  expect(dependencies.some((urn) => urn.endsWith("::moths-private"))).toBe(true);
});
