import { MayflyError, systemCode } from "../../errors.ts";
import { sentenceOf } from "./aws-error-sentence.ts";
import { kindOf } from "./aws-error-kind.ts";

/** What kind of thing went wrong with a call to AWS, as a stable word. */
export type AwsErrorKind =
  /** Too many calls; the next may succeed. */
  | "throttled"
  /** ECS has no place for the task now. */
  | "capacity"
  /** A fault on the side of AWS (5xx). */
  | "server"
  /** No answer: no connection, or none in time. */
  | "network"
  /** There are no credentials, or they are refused or expired. */
  | "credentials"
  /** The credentials are good, and may not do this. */
  | "accessDenied"
  /** The cluster, task, task definition, log group or stream is not there, or not active. */
  | "notFound"
  /** The client token was used with other parameters. */
  | "conflict"
  | "other";

/** Where a call went, for its message. */
export interface AwsCallPlace {
  /** In the words of IAM, such as `ecs:RunTask`. */
  readonly action: string;
  readonly region: string;
}

/** A call to AWS that failed. The message is one sentence for the user, with what to do. */
export class AwsError extends MayflyError {
  override readonly name = "AwsError";
  readonly kind: AwsErrorKind;
  /** What AWS said, in its own words. */
  readonly said: string;

  constructor(kind: AwsErrorKind, message: string, said: string, options: ErrorOptions = {}) {
    super(kind === "conflict" ? "usage" : "target", message, options);
    this.kind = kind;
    this.said = said;
  }

  /** Whether the same call may succeed a little later. */
  get transient(): boolean {
    return ["throttled", "capacity", "server", "network"].includes(this.kind);
  }
}

/** What the SDK, or the socket below it, threw, reduced to what tells. */
export interface ThrownByAws {
  readonly name: string;
  /** Code of a system error, such as `ECONNREFUSED`. */
  readonly code: string | undefined;
  readonly message: string;
  /** HTTP status; undefined when there was no answer. */
  readonly status: number | undefined;
}

/** Turns anything that a call threw into an {@link AwsError}. */
export function awsError(error: unknown, place: AwsCallPlace): AwsError {
  if (error instanceof AwsError) return error;
  const thrown = thrownByAws(error);
  const kind = kindOf(thrown);
  return new AwsError(kind, sentenceOf(kind, thrown, place), thrown.message, { cause: error });
}

function thrownByAws(error: unknown): ThrownByAws {
  if (!(error instanceof Error)) {
    return { name: "", code: undefined, message: String(error), status: undefined };
  }
  const { $metadata: metadata } = error as {
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  // Node.js tries several addresses and wraps what they said; the wrapper has the code and no message.
  const code = systemCode(error);
  const message = (error.message || code) ?? error.name;
  return { name: error.name, code, message, status: metadata?.httpStatusCode };
}
