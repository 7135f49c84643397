import { stableJson } from "./stable-json.ts";

/** A statement of what a role may do. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A policy of IAM, of a queue or of a bucket; the same statements are the same text. */
export const policyDocument = (statements: readonly object[]): string =>
  stableJson({ Version: "2012-10-17", Statement: statements });

/**
 * Nobody may do anything with a bucket or a queue without TLS.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 */
export const tlsOnly = (service: "s3" | "sqs", resource: string | readonly string[]): object => ({
  Sid: "TlsOnly",
  Effect: "Deny",
  Principal: "*",
  Action: `${service}:*`,
  Resource: resource,
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});
