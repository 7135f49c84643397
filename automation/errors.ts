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
  | "target";

/**
 * An error whose message is meant for the user: one sentence that says what was expected, what came and what to do.
 * Any other error that leaves Mayfly is a fault of Mayfly. A failed crawl is no error: it is a `RunResult`.
 */
export class MayflyError extends Error {
  override readonly name = "MayflyError";
  readonly code: MayflyErrorCode;
  /** Exit code of the `mayfly` command for this error. */
  readonly exitCode: number;

  constructor(code: MayflyErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.exitCode =
      code === "outOfSpace"
        ? exitCodes.failed
        : code === "target"
          ? exitCodes.failedToStart
          : exitCodes.usage;
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

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
