import { orAborted } from "../abort.ts";
import { messageOf } from "../errors.ts";

/** What a check found: all is well; something to know; something without which nothing runs there. */
export type CheckStatus = "ok" | "warning" | "problem";

/** What a check found, with the fix where there is something to mend. */
export interface Finding {
  readonly status: CheckStatus;
  /** What is so: one sentence or a version. */
  readonly found: string;
  /** What to do; null where nothing is to be done. */
  readonly fix: string | null;
}

/** A check that is to be made. */
export interface Check {
  /** Stable word for programs. */
  readonly id: string;
  /** Rejects with a sentence where it could not find out. */
  readonly look: (signal: AbortSignal) => Promise<Finding>;
  /** What a failure to find out counts as, and what to do then. */
  readonly otherwise: Pick<Finding, "status" | "fix">;
}

/** A check that was made. */
export interface Checked extends Finding {
  readonly id: string;
}

/** Milliseconds that one check may take. */
export const checkMs = 30_000;

/** All is well. */
export function ok(found: string): Finding {
  return { status: "ok", found, fix: null };
}

/** Makes all checks at once, each with a deadline of its own; in the order in which they were given. Never rejects. */
export async function makeChecks(
  checks: readonly Check[],
  deadlineMs = checkMs,
): Promise<readonly Checked[]> {
  return await Promise.all(
    checks.map(async ({ id, look, otherwise }) => {
      const deadline = new AbortController();
      const reason = new Error(`no answer within ${String(deadlineMs / 1000)} seconds`);
      const timer = setTimeout(() => {
        deadline.abort(reason);
      }, deadlineMs);
      try {
        return { id, ...(await orAborted(look(deadline.signal), deadline.signal)) };
      } catch (error) {
        return { id, ...otherwise, found: messageOf(error) };
      } finally {
        clearTimeout(timer);
      }
    }),
  );
}
