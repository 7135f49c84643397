/** The only importer of the S3 client in automation/, which is loaded when results are fetched from a bucket. */
import type { S3ServiceException } from "@aws-sdk/client-s3";
import { Readable } from "node:stream";
import { MayflyError } from "../errors.ts";
import { awsError } from "../targets/fargate/aws-error.ts";
import { withoutNodeWarning } from "../targets/fargate/node-warning.ts";
import type { KeptFile, ResultsSource } from "./results-source.ts";

/** Milliseconds to a connection, and between two pieces of an answer. */
const connectionTimeout = 5000;
const requestTimeout = 60_000;

/** Where a bucket is. */
export interface BucketPlace {
  readonly bucket: string;
  /** Ends with a slash, or is empty. */
  readonly prefix: string;
  /** Region of the bucket, where it is known; else that of the environment, and S3 says where the bucket is. */
  readonly region: string | undefined;
}

/**
 * Results below a prefix of a bucket, with the credentials that the SDK finds. A URL in AWS_ENDPOINT_URL is another S3,
 * which has buckets in its paths.
 */
export async function bucketSource(
  { bucket: Bucket, prefix, region = process.env["AWS_REGION"] ?? "us-east-1" }: BucketPlace,
  location: string,
): Promise<ResultsSource> {
  const { S3Client, GetObjectCommand, PutObjectCommand, paginateListObjectsV2 } =
    await import("@aws-sdk/client-s3");
  const { AWS_ENDPOINT_URL_S3: own, AWS_ENDPOINT_URL: common } = process.env;
  const settings = {
    region,
    followRegionRedirects: true,
    forcePathStyle: (own ?? common) !== undefined,
    maxAttempts: 4,
    requestHandler: { connectionTimeout, requestTimeout, throwOnRequestTimeout: true },
  };
  const client = withoutNodeWarning(() => new S3Client(settings));
  const failure = (error: unknown, action: string): Error => {
    const { message } = awsError(error, { action, region });
    const verb = action === "s3:PutObject" ? "written to" : "read";
    return new MayflyError("results", `The bucket ${Bucket} cannot be ${verb}. ${message}`, {
      cause: error,
    });
  };
  return {
    location,
    list: async (abortSignal) => {
      const found: KeptFile[] = [];
      try {
        for await (const page of paginateListObjectsV2(
          { client },
          { Bucket, Prefix: prefix },
          { abortSignal },
        )) {
          for (const { Key, Size = 0, LastModified } of page.Contents ?? []) {
            const name = Key?.slice(prefix.length) ?? "";
            // The console makes empty objects that stand for folders.
            if (name === "" || name.endsWith("/")) continue;
            found.push({ name, bytes: Size, modifiedMs: LastModified?.getTime() ?? 0 });
          }
        }
      } catch (error) {
        abortSignal.throwIfAborted();
        throw failure(error, "s3:ListBucket");
      }
      return found.sort((one, other) => (one.name < other.name ? -1 : 1));
    },
    open: async (name, abortSignal) => {
      try {
        const command = new GetObjectCommand({ Bucket, Key: prefix + name });
        const { Body, ContentLength, LastModified } = await client.send(command, { abortSignal });
        if (!(Body instanceof Readable)) return null;
        const modifiedMs = LastModified?.getTime() ?? 0;
        return { content: Body, bytes: ContentLength ?? 0, modifiedMs };
      } catch (error) {
        abortSignal.throwIfAborted();
        if ((error as Partial<S3ServiceException>).name === "NoSuchKey") return null;
        throw failure(error, "s3:GetObject");
      }
    },
    write: async (name, Body, abortSignal) => {
      try {
        const command = new PutObjectCommand({ Bucket, Key: prefix + name, Body });
        await client.send(command, { abortSignal });
      } catch (error) {
        abortSignal.throwIfAborted();
        throw failure(error, "s3:PutObject");
      }
    },
    close: () => {
      client.destroy();
    },
  };
}
