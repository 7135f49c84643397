import { exitCodes } from "./exit-codes.ts";

/** What kind of thing went wrong, as a stable word for programs. */
export type MayflyErrorCode =
  /** An option, URL or argument cannot be used. */
  | "usage"
  /** No run has that id. */
  | "runNotFound"
  /** The run folder cannot be created, read or written. */
  | "runFolder"
  /** The disk is full. */
  | "outOfSpace"
  /** The task could not even be asked for. */
  | "target"
  /** What a run kept could not be fetched. */
  | "results"
  | EnvironmentErrorCode;

/** What went wrong with an environment: a stack of the Pulumi program. */
export type EnvironmentErrorCode =
  /** The Pulumi CLI is absent or too old, and could not be installed. */
  | "noPulumi"
  /** The backend of the user's choice wants a login. */
  | "notLoggedIn"
  /** The stack's secrets cannot be read with this passphrase, or there is none. */
  | "wrongPassphrase"
  /** There is no stack of that name. */
  | "stackNotFound"
  /** The stack has no outputs, or not those of Mayfly. */
  | "notUp"
  /** Another update holds the stack. */
  | "stackLocked"
  /** The Pulumi program refused its configuration, or threw. */
  | "programFailed"
  /** The provider refused to create, change or remove a resource. */
  | "resourceFailed"
  /** The provider says that something of that name exists already (409), but not in this stack. */
  | "alreadyExists"
  /** The AbortSignal, or a signal to the process, came first. */
  | "interrupted"
  /** The deadline came first. */
  | "timedOut"
  /** The engine failed in another way; its words are in the message. */
  | "engineFailed";

/** How the command ends with an error. Where it depends on what was made, `EnvironmentError` says so itself. */
const exitCodeOf: Readonly<Record<MayflyErrorCode, number>> = {
  usage: exitCodes.usage,
  runNotFound: exitCodes.usage,
  runFolder: exitCodes.usage,
  outOfSpace: exitCodes.failed,
  target: exitCodes.failedToStart,
  results: exitCodes.failed,
  noPulumi: exitCodes.usage,
  notLoggedIn: exitCodes.usage,
  wrongPassphrase: exitCodes.usage,
  stackNotFound: exitCodes.usage,
  notUp: exitCodes.usage,
  stackLocked: exitCodes.failed,
  programFailed: exitCodes.usage,
  resourceFailed: exitCodes.failed,
  alreadyExists: exitCodes.failed,
  interrupted: exitCodes.sigint,
  timedOut: exitCodes.timedOut,
  engineFailed: exitCodes.failed,
};

/**
 * An error whose message is meant for the user: one sentence that says what was expected, what came and what to do.
 * Any other error that leaves Mayfly is a fault of Mayfly. A failed crawl is no error: it is a `RunResult`.
 */
export class MayflyError extends Error {
  override readonly name: string = "MayflyError";
  readonly code: MayflyErrorCode;
  /** Exit code of the `mayfly` command for this error. */
  readonly exitCode: number;

  constructor(
    code: MayflyErrorCode,
    message: string,
    { exitCode, ...options }: ErrorOptions & { readonly exitCode?: number | undefined } = {},
  ) {
    super(message, options);
    this.code = code;
    this.exitCode = exitCode ?? exitCodeOf[code];
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A sentence that is to go on. */
export const withoutDot = (sentence: string): string => sentence.replace(/\.$/, "");

/** The `code` of a Node.js system error, such as `ENOSPC`; undefined for anything else. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined;
}

/** Turns a failed file operation into a sentence; `what` completes "Could not …". */
export function fileError(what: string, error: unknown): MayflyError {
  const code = systemCode(error);
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new MayflyError(
      "outOfSpace",
      `Could not ${what}: the disk is full; free some space, or use --out DIR on another disk.`,
      { cause: error },
    );
  }
  const reason =
    code === "EACCES" || code === "EPERM" || code === "EROFS"
      ? "writing is not permitted"
      : code === "ENOTDIR" || code === "EEXIST"
        ? "a file is in the way"
        : messageOf(error);
  return new MayflyError(
    "runFolder",
    `Could not ${what}: ${reason}; use --out DIR for a folder that can be written.`,
    {
      cause: error,
    },
  );
}
