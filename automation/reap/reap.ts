import { takeDown } from "../crawl/take-down.ts";
import { systemClock } from "../clock.ts";
import type { EnvironmentOptions } from "../environment/environment-options.ts";
import { cancelUpdate } from "../environment/operations.ts";
import { stackStates, type StackState } from "../environment/stack-states.ts";
import { messageOf, MayflyError } from "../errors.ts";
import { findTagged } from "./find-tagged.ts";
import { isDue } from "./is-due.ts";
import { removeResource } from "./remove-resource.ts";
import { environmentsOf, inOrder, type TaggedEnvironment } from "./tagged-environment.ts";

/** What is reaped, and how. */
export interface ReapOptions extends Omit<EnvironmentOptions, "stack"> {
  /** Also environments that were brought up longer ago, in milliseconds. Default: those that have expired alone. */
  readonly olderThanMs?: number;
  /** Only stacks whose names begin so. Default: all of the project. */
  readonly stackPrefix?: string;
  /** Region in which environments are looked for whose state is lost. Default: that of the environment variables. */
  readonly region?: string;
  /** Finds them, and leaves them as they are. Default: false. */
  readonly dryRun?: boolean;
  /** Hears of each environment when it is done. Must not throw. */
  readonly onReaped?: (reaped: Reaped) => void;
}

/** One environment that is due, and what became of it. */
export interface Reaped {
  readonly stack: string;
  readonly createdAt: string | null;
  readonly expiresAt: string | null;
  /** Whether Pulumi knows it: else its resources were found by their tags. */
  readonly hasState: boolean;
  /** What is still there, as `type id` or ARN; empty when all is gone. Where nothing was removed on purpose, all of it. */
  readonly left: readonly string[];
  /** Why something is left; null where all is gone, and in a dry run. */
  readonly problem: string | null;
}

/** Milliseconds for what is asked of AWS beside Pulumi, and between two tries to remove what is in use. */
const awsMs = 300_000;
const pauseMs = 5000;
const rounds = 4;

/**
 * Finds environments that have expired, or are older than an age, by their Pulumi states and by their tags, and removes them:
 * tasks first. Resolves with all that were due. Throws `MayflyError` where neither states nor tags can be read.
 */
export async function reap(options: ReapOptions = {}): Promise<readonly Reaped[]> {
  const { olderThanMs = null, stackPrefix = "", dryRun = false, onReaped } = options;
  const { region = process.env["AWS_REGION"] ?? process.env["AWS_DEFAULT_REGION"] } = options;
  const own = environmentOptions(options);
  const nowMs = systemClock.now();
  const isMeant = ({ stack }: { readonly stack: string }): boolean => stack.startsWith(stackPrefix);
  const states = (await stackStates(own)).filter(isMeant);
  const known = new Set(states.map(({ stack }) => stack));
  const due = states.filter((state) => isDue(state, olderThanMs, nowMs));
  const reaped: Reaped[] = [];
  const done = (one: Reaped): void => {
    reaped.push(one);
    onReaped?.(one);
  };
  for (const state of due) done(await reapState(state, { ...own, stack: state.stack }, dryRun));
  if (region === undefined) {
    options.log?.(
      "No region is set (AWS_REGION, --region): what has tags alone was not looked for.",
    );
    return reaped;
  }
  for (const found of (await tagged(region, options.signal)).filter(isMeant)) {
    if (known.has(found.stack)) continue;
    if (!isDue({ createdAt: null, expiresAt: found.expiresAt }, olderThanMs, nowMs)) continue;
    const { stack, expiresAt, arns } = found;
    const end = dryRun ? { left: arns, problem: null } : await removeAll(arns, region, options);
    done({ stack, createdAt: null, expiresAt, hasState: false, ...end });
  }
  return reaped;
}

function environmentOptions(options: ReapOptions): EnvironmentOptions {
  const { olderThanMs: _age, stackPrefix: _prefix, region: _region, ...rest } = options;
  const { dryRun: _dryRun, onReaped: _onReaped, ...own } = rest;
  return own;
}

async function reapState(
  { stack, createdAt, expiresAt, region, project }: StackState,
  options: EnvironmentOptions,
  dryRun: boolean,
): Promise<Reaped> {
  const about = { stack, createdAt, expiresAt, hasState: true };
  if (dryRun) return { ...about, left: [`stack ${stack}`], problem: null };
  // The update of a process that was killed holds the lock; one that lives is not ended by this.
  await cancelUpdate(options).catch(() => null);
  const { left, problem } = await takeDown(options, true, options.leaveSignal);
  if (problem !== null)
    return { ...about, left: left.length > 0 ? left : [`stack ${stack}`], problem };
  if (region === null) return { ...about, left: [], problem: null };
  // What was being made when a process was killed is not in its state.
  const strays = (await tagged(region, options.signal)).find(
    (one) => one.stack === stack && one.project === project,
  );
  const end = await removeAll(strays?.arns ?? [], region, options);
  return { ...about, ...end };
}

async function tagged(
  region: string,
  signal = AbortSignal.timeout(awsMs),
): Promise<readonly TaggedEnvironment[]> {
  return environmentsOf(await findTagged(region, signal));
}

/** Removes resources in the order of what they need; one that is in use is tried again. */
async function removeAll(
  arns: readonly string[],
  region: string,
  { signal = AbortSignal.timeout(awsMs) }: Pick<ReapOptions, "signal">,
): Promise<Pick<Reaped, "left" | "problem">> {
  let left = inOrder(arns);
  let problem: string | null = null;
  for (let round = 0; left.length > 0 && round < rounds; round += 1) {
    if (round > 0) await systemClock.sleep(pauseMs, signal);
    const still: string[] = [];
    for (const arn of left) {
      try {
        await removeResource(arn, region, signal);
      } catch (error) {
        signal.throwIfAborted();
        still.push(arn);
        problem = `${arn}: ${error instanceof MayflyError ? error.message : messageOf(error)}`;
      }
    }
    left = still;
  }
  return { left, problem: left.length === 0 ? null : problem };
}
