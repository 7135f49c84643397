import { environmentNames } from "../../crawler/src/contract.ts";
import { settings } from "../../crawler/src/config.ts";
import type { StackOutputs } from "../../infra/outputs.ts";
import { systemClock } from "../clock.ts";
import { MayflyError } from "../errors.ts";
import type { RunOptions } from "./run-options.ts";

/** Seconds that are left to a crawl to end in before its environment does: to start in, and to finish its pages. */
const marginSeconds = 180;

/** What an environment says of the time of its crawls. */
type Lifetime = Pick<StackOutputs, "expiresAt" | "stack" | "timeLimitSeconds">;

/** A crawl's settings, and one sentence where its environment's end has changed them. */
export interface WithinLifetime {
  readonly environment: Readonly<Record<string, string>>;
  readonly note: string | null;
}

/**
 * Sees to it that a crawl ends by itself before its environment expires, when a schedule would stop its task. Throws
 * `MayflyError` (usage) for an environment that has expired, or is about to. `more` is what the crawler container gets beside
 * the crawl's own settings.
 */
export function withinLifetime(
  environment: Readonly<Record<string, string>>,
  { expiresAt, stack, timeLimitSeconds }: Lifetime,
  nowMs: number,
  more: Readonly<Record<string, string>> = {},
): WithinLifetime {
  if (expiresAt === null) return { environment, note: null };
  const mostSeconds = mostSecondsOf(expiresAt, nowMs);
  if (!takesRuns({ expiresAt }, nowMs)) {
    throw new MayflyError(
      "usage",
      `Expected an environment that lives on, but stack ${stack} expires at ${expiresAt}; extend it with \`mayfly up --stack ${stack}\`, or take it down.`,
    );
  }
  const given = seconds(environment) ?? seconds(more) ?? timeLimitSeconds;
  if ((given ?? settings.timeLimit.fallback) <= mostSeconds) return { environment, note: null };
  return {
    environment: { ...environment, [environmentNames.timeLimit]: String(mostSeconds) },
    note: `The crawl ends after ${String(mostSeconds)} seconds, since the environment expires at ${expiresAt}.`,
  };
}

/** Whether a run may still begin in an environment. */
export function takesRuns({ expiresAt }: Pick<Lifetime, "expiresAt">, nowMs: number): boolean {
  return expiresAt === null || mostSecondsOf(expiresAt, nowMs) >= marginSeconds;
}

function mostSecondsOf(expiresAt: string, nowMs: number): number {
  return Math.floor((Date.parse(expiresAt) - nowMs) / 1000) - marginSeconds;
}

/** The same for a run that is about to begin, which is told where it is changed. */
export function lastingSettings(
  environment: Readonly<Record<string, string>>,
  outputs: Lifetime,
  { launch, log }: Pick<RunOptions, "launch" | "log">,
): Readonly<Record<string, string>> {
  const lasting = withinLifetime(environment, outputs, systemClock.now(), launch?.environment);
  if (lasting.note !== null) log?.(lasting.note);
  return lasting.environment;
}

/** A crawl's own limit; to the crawler, white space is as good as nothing. */
function seconds(environment: Readonly<Record<string, string>>): number | null {
  const text = environment[environmentNames.timeLimit]?.trim() ?? "";
  return text === "" ? null : Number(text);
}
