import { messageOf } from "../errors.ts";
import { withDeadline } from "../targets/fargate/call-deadline.ts";

/** What a check found: all is well; something to know; something without which nothing runs there. */
export type CheckStatus = "ok" | "warning" | "problem";

/** What a check found, with the fix where there is something to mend. */
export interface Finding {
  readonly status: CheckStatus;
  /** What is so: one sentence or a version. Never a secret. */
  readonly found: string;
  /** What to do; null where nothing is to be done. */
  readonly fix: string | null;
}

/** A check that is to be made. */
export interface Check {
  /** Stable word for programs. */
  readonly id: CheckId;
  /** Rejects with a sentence where it could not find out. */
  readonly look: (signal: AbortSignal) => Promise<Finding>;
  /** What a failure to find out counts as, and what to do then. */
  readonly otherwise: Pick<Finding, "status" | "fix">;
  /** Milliseconds it may take. Default: {@link checkMs}. */
  readonly deadlineMs?: number;
}

/** A check that was made. */
export interface Checked extends Finding {
  readonly id: CheckId;
}

/** Checks of this machine, in the order in which they are told. */
export const localCheckIds = [
  "node",
  "crawler",
  "browser",
  "docker",
  "docker-hub-login",
  "docker-hub-pulls",
  "pulumi",
] as const;

/** Checks of a stack; those after the first need what it finds. */
export const stackCheckIds = [
  "stack",
  "aws-credentials",
  "aws-region",
  "aws-cluster",
  "task-definition",
  "crawler-image",
  "selenium-image",
  "image-push",
  "subnet-route",
  "pull-secret",
  "fargate-quota",
] as const;

/** Stable word of a check. */
export type CheckId = (typeof localCheckIds)[number] | (typeof stackCheckIds)[number];

/** Milliseconds that one check may take. */
export const checkMs = 20_000;

/** All is well. */
export function ok(found: string): Finding {
  return { status: "ok", found, fix: null };
}

/** Something to know. */
export function warning(found: string, fix: string | null): Finding {
  return { status: "warning", found, fix };
}

/** Something to mend. */
export function problem(found: string, fix: string | null): Finding {
  return { status: "problem", found, fix };
}

/**
 * Makes all checks at once, each with a deadline of its own; in the order in which they were given. None rejects but with the
 * reason of the signal.
 */
export function makeChecks(
  checks: readonly Check[],
  signal: AbortSignal,
): readonly Promise<Checked>[] {
  return checks.map(async ({ id, look, otherwise, deadlineMs = checkMs }) => {
    try {
      return { id, ...(await withDeadline(deadlineMs, signal, look)) };
    } catch (error) {
      signal.throwIfAborted();
      return { id, ...otherwise, found: messageOf(error) };
    }
  });
}
