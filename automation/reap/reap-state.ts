import { removalCommand, takeDown } from "../crawl/take-down.ts";
import { isOwnStackName } from "../crawl/crawl-stack.ts";
import { EnvironmentError } from "../environment/environment-error.ts";
import type { EnvironmentOptions } from "../environment/environment-options.ts";
import { cancelUpdate } from "../environment/operations.ts";
import { resourcesLeft } from "../environment/resources-left.ts";
import type { StackState } from "../environment/stack-states.ts";
import { messageOf } from "../errors.ts";
import { findTagged } from "./find-tagged.ts";
import type { Reaped } from "./reaped.ts";
import { removeAll } from "./remove-all.ts";
import { removalsByHand } from "./resource-kinds.ts";
import { environmentsOf } from "./tagged-environment.ts";

/**
 * Takes an environment down that Pulumi knows, then removes what has its tags and is not in its state. A crawl's own stack is
 * forgotten with its settings; one that the user named stays, empty, as after `mayfly down`. `region` is where to look for what
 * has tags, where the state does not say.
 */
export async function reapState(
  { stack, project, createdAt, expiresAt, ...state }: StackState,
  options: EnvironmentOptions,
  region: string | null,
  dryRun: boolean,
): Promise<Reaped> {
  const about = { stack, createdAt, expiresAt, hasState: true };
  const { workDir, leaveSignal, signal = new AbortController().signal } = options;
  const whole = [`stack ${stack}`];
  if (dryRun) {
    const left = await resourcesLeft(options).catch(() => whole);
    return { ...about, left: left.length > 0 ? left : whole, problem: null, byHand: [] };
  }
  const locked = await lockHeld(options);
  if (locked !== null) {
    return { ...about, left: whole, problem: locked, byHand: [removalCommand(stack, workDir)] };
  }
  const { left, problem } = await takeDown(options, isOwnStackName(stack), leaveSignal);
  if (problem !== null) {
    const byHand = [removalCommand(stack, workDir)];
    return { ...about, left: left.length > 0 ? left : whole, problem, byHand };
  }
  // What was being made when a process was killed is not in its state.
  const where = state.region ?? region;
  if (where === null) return { ...about, left: [], problem: null, byHand: [] };
  const strays = environmentsOf(await findTagged(where, signal)).find(
    (one) => one.stack === stack && one.project === project,
  );
  const end = await removeAll(strays?.arns ?? [], where, signal);
  const byHand = removalsByHand(end.left, where);
  return { ...about, ...end, byHand };
}

/** Releases the lock of a process that was killed; says whose it is where that one lives. */
async function lockHeld(options: EnvironmentOptions): Promise<string | null> {
  try {
    await cancelUpdate(options);
    return null;
  } catch (error) {
    if (error instanceof EnvironmentError && error.code === "stackLocked") return messageOf(error);
    // A backend that cannot tell; the removal will say what is wrong.
    return null;
  }
}
