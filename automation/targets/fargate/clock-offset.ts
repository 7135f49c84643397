import type { AwsTask } from "./aws-api.ts";

/** Milliseconds that a request takes on its way: a smaller difference says nothing of the clocks. */
const wayMs = 2000;

/**
 * By how many milliseconds the clock of AWS is ahead of this machine's, from the answer to RunTask; 0 where they agree. All
 * times of a task shall be of one clock, or its states would be out of order. A task that was started before, as by the same
 * run id, is old rather than of a slow clock: it is seldom PROVISIONING still.
 */
export function clockOffsetMs({ createdAt, lastStatus }: AwsTask, nowMs: number): number {
  if (createdAt === undefined) return 0;
  const aheadMs = createdAt.getTime() - nowMs;
  if (Math.abs(aheadMs) <= wayMs) return 0;
  return aheadMs > 0 || lastStatus === "PROVISIONING" ? aheadMs : 0;
}
