import {
  Bucket,
  BucketLifecycleConfiguration,
  BucketOwnershipControls,
  BucketPolicy,
  BucketPublicAccessBlock,
  BucketServerSideEncryptionConfiguration,
} from "./aws.ts";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument, tlsOnly } from "./policy.ts";
import type { Tags } from "./tags.ts";

/** What {@link ResultsBucket} needs. */
export interface ResultsBucketArgs {
  /** Days after which results expire. */
  readonly retentionDays: number;
  readonly tags: Tags;
}

/**
 * The bucket that tasks write their results to: private, encrypted, by TLS only. It goes with the stack, and what is in it
 * goes with it.
 */
export class ResultsBucket extends pulumi.ComponentResource {
  readonly bucketName: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  /** A run writes below `<prefix><run id>/`. */
  readonly prefix: string;

  constructor(name: string, args: ResultsBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("mayfly:infra:ResultsBucket", name, { retentionDays: args.retentionDays }, opts);
    const bucket = new Bucket(name, { forceDestroy: true, tags: args.tags }, { parent: this });
    this.bucketName = bucket.bucket;
    this.arn = bucket.arn;
    this.prefix = "runs/";
    const block = this.#close(name, bucket.bucket);
    this.#encryptAndExpire(name, bucket.bucket, args.retentionDays);
    new BucketPolicy(
      `${name}-tls`,
      {
        bucket: bucket.bucket,
        policy: bucket.arn.apply((arn) => policyDocument([tlsOnly("s3", [arn, `${arn}/*`])])),
      },
      // The two change the same access settings, which S3 refuses at the same time.
      { parent: this, dependsOn: [block] },
    );
    this.registerOutputs({ bucketName: this.bucketName, arn: this.arn });
  }

  #close(name: string, bucket: pulumi.Output<string>): pulumi.Resource {
    new BucketOwnershipControls(
      `${name}-ownership`,
      { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
      { parent: this },
    );
    return new BucketPublicAccessBlock(
      `${name}-private`,
      {
        bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      { parent: this },
    );
  }

  #encryptAndExpire(name: string, bucket: pulumi.Output<string>, days: number): void {
    new BucketServerSideEncryptionConfiguration(
      `${name}-encryption`,
      {
        bucket,
        rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
      },
      { parent: this },
    );
    new BucketLifecycleConfiguration(
      `${name}-expiry`,
      {
        bucket,
        rules: [
          {
            id: "expire",
            status: "Enabled",
            filter: { prefix: "" },
            expiration: { days },
            abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
          },
        ],
      },
      { parent: this },
    );
  }
}
