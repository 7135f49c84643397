/** The only importer of the AWS SDK. Loaded when results go to a bucket, and not before: it takes its time. */
import {
  GetObjectCommand,
  NoSuchKey,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import type { Bucket } from "./object-store.ts";

/** Milliseconds to a connection, and to an answer. */
const connectionTimeout = 5000;
const requestTimeout = 30_000;

/**
 * A bucket, with the credentials of the task role or of the environment. A URL in AWS_ENDPOINT_URL is another S3, which
 * has buckets in its paths.
 */
export function s3Bucket(
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
): Bucket {
  const endpoint = environment["AWS_ENDPOINT_URL_S3"] ?? environment["AWS_ENDPOINT_URL"];
  // Else the SDK warns, among the lines of the crawl, of a Node.js that its future versions will not support.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
  const client = new S3Client({
    // On Fargate the task's own; a bucket elsewhere says so, and is asked there.
    region: environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] ?? "us-east-1",
    followRegionRedirects: true,
    forcePathStyle: endpoint !== undefined,
    maxAttempts: 5,
    requestHandler: { connectionTimeout, requestTimeout, throwOnRequestTimeout: true },
  });
  return {
    put: async (Key, Body) => {
      await client.send(new PutObjectCommand({ Bucket: name, Key, Body }));
    },
    get: async (Key) => {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: name, Key }));
        return Body === undefined ? null : Buffer.from(await Body.transformToByteArray());
      } catch (error) {
        if (error instanceof NoSuchKey) return null;
        throw error;
      }
    },
    list: async (Prefix) => {
      const keys: string[] = [];
      for await (const page of paginateListObjectsV2({ client }, { Bucket: name, Prefix })) {
        keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
      }
      return keys.sort();
    },
    close: () => {
      client.destroy();
    },
  };
}
