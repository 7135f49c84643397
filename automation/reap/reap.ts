import { systemClock } from "../clock.ts";
import { removalCommand } from "../crawl/take-down.ts";
import { isRegion } from "../environment/config-keys.ts";
import { MayflyError } from "../errors.ts";
import { exitCodes } from "../exit-codes.ts";
import { AwsError } from "../targets/fargate/aws-error.ts";
import type { EnvironmentOptions } from "../environment/environment-options.ts";
import { EnvironmentError } from "../environment/environment-error.ts";
import { stackStates, type StackState } from "../environment/stack-states.ts";
import { findTagged } from "./find-tagged.ts";
import { isDue } from "./is-due.ts";
import { reapState } from "./reap-state.ts";
import type { Reaped } from "./reaped.ts";
import { removeAll } from "./remove-all.ts";
import { removalsByHand } from "./resource-kinds.ts";
import { environmentsOf, type TaggedEnvironment } from "./tagged-environment.ts";

/** What is reaped, and how. */
export interface ReapOptions extends Omit<EnvironmentOptions, "stack"> {
  /** Also environments that were brought up longer ago, in milliseconds. Default: those that have expired alone. */
  readonly olderThanMs?: number;
  /** Only stacks whose names begin so. Default: all of the project, and all whose resources have Mayfly's tags. */
  readonly stackPrefix?: string;
  /** Region in which environments are looked for whose state is lost. Default: that of the environment variables. */
  readonly region?: string;
  /** Finds them, and leaves them as they are. Default: false. */
  readonly dryRun?: boolean;
  /** Hears of each environment when it is done. Must not throw. */
  readonly onReaped?: (reaped: Reaped) => void;
}

/**
 * Finds environments that have expired, or are older than an age, by their Pulumi states and by their tags, and removes them:
 * tasks first. Resolves with all that were due. Throws `MayflyError` for options that cannot be used, where neither states nor
 * tags can be read, or after an abort; what was done by then was told.
 */
export async function reap(options: ReapOptions = {}): Promise<readonly Reaped[]> {
  const { signal = new AbortController().signal } = options;
  checkOptions(options);
  try {
    const reaped = await reapAll(options, signal);
    signal.throwIfAborted();
    return reaped;
  } catch (error) {
    if (error instanceof AwsError) {
      // No task failed to start: what is left is not known to be gone.
      const { failed: exitCode } = exitCodes;
      throw new MayflyError(error.code, error.message, { exitCode, cause: error });
    }
    if (!signal.aborted || error instanceof MayflyError) throw error;
    throw new MayflyError(
      "interrupted",
      "Interrupted; what was not removed is still there. Run it again.",
    );
  }
}

function regionOf({ region }: ReapOptions): string | undefined {
  const { AWS_REGION: one, AWS_DEFAULT_REGION: other } = process.env;
  return region ?? [one, other].find((text) => text !== undefined && text !== "");
}

/** Throws `MayflyError` (usage) for what would find nothing, or far too much. */
function checkOptions(options: ReapOptions): void {
  const { olderThanMs, stackPrefix, region } = options;
  const where = regionOf(options);
  const problem =
    olderThanMs !== undefined && !(Number.isFinite(olderThanMs) && olderThanMs >= 0)
      ? `Expected milliseconds of 0 or more for olderThanMs, but got ${String(olderThanMs)}.`
      : stackPrefix !== undefined && !/^[\w.-]{1,100}$/.test(stackPrefix)
        ? `Expected letters, digits, "-", "_" and "." for --stack-prefix, but got "${stackPrefix}"; leave it out for all stacks.`
        : where !== undefined && !isRegion(where)
          ? `Expected a region such as eu-north-1 for ${region === undefined ? "AWS_REGION" : "--region"}, but got "${where}".`
          : null;
  if (problem !== null) throw new MayflyError("usage", problem);
}

async function reapAll(options: ReapOptions, signal: AbortSignal): Promise<readonly Reaped[]> {
  const { olderThanMs = null, stackPrefix = "", dryRun = false, onReaped } = options;
  const region = regionOf(options);
  const own = environmentOptions(options);
  const nowMs = systemClock.now();
  const isMeant = ({ stack }: { readonly stack: string }): boolean => stack.startsWith(stackPrefix);
  const states = (await statesOrNone(own, region !== undefined)).filter(isMeant);
  const reaped: Reaped[] = [];
  const done = (one: Reaped): void => {
    reaped.push(one);
    onReaped?.(one);
  };
  const dueStates = states.filter((state) => isDue(state, olderThanMs, nowMs));
  for (const state of dueStates) {
    signal.throwIfAborted();
    const { stack, unread } = state;
    if (unread !== null) done(unreadState({ ...state, left: [`stack ${stack}`], unread }, options));
    else done(await reapState(state, { ...own, stack }, region ?? null, dryRun));
  }
  if (region === undefined) {
    options.log?.(
      "No region is set (AWS_REGION, --region): what has tags alone was not looked for.",
    );
    return reaped;
  }
  const readable = new Set(states.filter(({ unread }) => unread === null).map(keyOf));
  const told = new Set(dueStates.map(keyOf));
  for (const found of environmentsOf(await findTagged(region, signal)).filter(isMeant)) {
    const key = keyOf(found);
    if (readable.has(key) || told.has(key) || !isDue(found, olderThanMs, nowMs)) continue;
    signal.throwIfAborted();
    const { unread } = states.find((state) => keyOf(state) === key) ?? { unread: null };
    if (unread !== null) done(unreadState({ ...found, left: found.arns, unread }, options));
    else done(await reapTagged(found, region, signal, dryRun));
  }
  return reaped;
}

/** A backend that is not there any more has lost all states: what has tags is found without them. */
async function statesOrNone(
  options: EnvironmentOptions,
  mayGoOn: boolean,
): Promise<readonly StackState[]> {
  try {
    return await stackStates(options);
  } catch (error) {
    if (!mayGoOn || !(error instanceof EnvironmentError) || error.code !== "engineFailed")
      throw error;
    options.log?.(`No state can be read, and all count as lost: ${error.message}`);
    return [];
  }
}

function environmentOptions(options: ReapOptions): EnvironmentOptions {
  const { olderThanMs: _age, stackPrefix: _prefix, region: _region, ...rest } = options;
  const { dryRun: _dryRun, onReaped: _onReaped, ...own } = rest;
  return own;
}

function keyOf({ project, stack }: Pick<TaggedEnvironment, "project" | "stack">): string {
  return JSON.stringify([project, stack]);
}

/** What Pulumi knows is left alone where its state cannot be read: with it would go what else is in it, past its lock. */
function unreadState(
  {
    stack,
    createdAt,
    expiresAt,
    left,
    unread,
  }: Pick<Reaped, "stack" | "createdAt" | "expiresAt" | "left"> & { readonly unread: string },
  { workDir, dryRun }: ReapOptions,
): Reaped {
  const about = { stack, createdAt, expiresAt, hasState: true, left };
  if (dryRun === true) return { ...about, problem: null, byHand: [] };
  const byHand = [removalCommand(stack, workDir)];
  return { ...about, problem: `Its state cannot be read: ${unread}`, byHand };
}

/** Removes an environment by its tags alone. */
async function reapTagged(
  { stack, createdAt, expiresAt, arns }: TaggedEnvironment,
  region: string,
  signal: AbortSignal,
  dryRun: boolean,
): Promise<Reaped> {
  const about = { stack, createdAt, expiresAt, hasState: false };
  if (dryRun) return { ...about, left: arns, problem: null, byHand: [] };
  const end = await removeAll(arns, region, signal);
  const byHand = removalsByHand(end.left, region);
  return { ...about, ...end, byHand };
}
