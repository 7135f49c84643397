import { systemClock } from "../clock.ts";
import { messageOf } from "../errors.ts";
import { withDeadline } from "../targets/fargate/call-deadline.ts";
import { removeResource, type NotRemoved } from "./remove-resource.ts";
import { inOrder } from "./resource-kinds.ts";

/** What could not be removed. */
export interface Left {
  /** ARNs. */
  readonly left: readonly string[];
  /** Why, for the first of them; null where nothing is left. */
  readonly problem: string | null;
}

/** Milliseconds in which all must be gone, and between two tries for what is still in use. */
const removalMs = 600_000;
const pauseMs = 5000;

/**
 * Removes resources, whatever stands in the way of another one first; what is in use is tried again, the others are not.
 * After an abort of `signal` the rest is left. Never throws.
 */
export async function removeAll(
  arns: readonly string[],
  region: string,
  signal: AbortSignal,
): Promise<Left> {
  const beganMs = systemClock.now();
  let left: readonly (readonly [arn: string, why: NotRemoved])[] = [];
  for (let next = inOrder(arns); next.length > 0;) {
    const passing: string[] = [];
    const round = await removeEach(next, region, signal);
    for (const [arn, { passes }] of round) if (passes) passing.push(arn);
    left = [...left.filter(([arn]) => !next.includes(arn)), ...round];
    if (passing.length === 0 || systemClock.now() - beganMs > removalMs) break;
    // Nothing of the next round begins after an abort.
    await systemClock.sleep(pauseMs, signal).catch(() => undefined);
    next = passing;
  }
  const [first] = left;
  const problem = first === undefined ? null : `${first[0]}: ${first[1].problem}`;
  return { left: left.map(([arn]) => arn), problem };
}

async function removeEach(
  arns: readonly string[],
  region: string,
  signal: AbortSignal,
): Promise<readonly (readonly [string, NotRemoved])[]> {
  const refused: (readonly [string, NotRemoved])[] = [];
  for (const arn of arns) {
    const why = await removeOne(arn, region, signal);
    if (why !== null) refused.push([arn, why]);
  }
  return refused;
}

async function removeOne(
  arn: string,
  region: string,
  signal: AbortSignal,
): Promise<NotRemoved | null> {
  try {
    const remove = async (own: AbortSignal) => await removeResource(arn, region, own);
    return await withDeadline(removalMs, signal, remove);
  } catch (error) {
    const problem = signal.aborted
      ? "It was left, since the removal was interrupted."
      : messageOf(error);
    return { problem, passes: false };
  }
}
