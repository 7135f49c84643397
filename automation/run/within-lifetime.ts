import { environmentNames } from "../../crawler/src/contract.ts";
import { settings } from "../../crawler/src/config.ts";
import type { StackOutputs } from "../../infra/outputs.ts";
import { MayflyError } from "../errors.ts";

/** Seconds that are left to a crawl to end in before its environment does: to start in, and to finish its pages. */
const marginSeconds = 180;

/** A crawl's settings, and one sentence where its environment's end has changed them. */
export interface WithinLifetime {
  readonly environment: Readonly<Record<string, string>>;
  readonly note: string | null;
}

/**
 * Sees to it that a crawl ends by itself before its environment expires, when a schedule would stop its task. Throws
 * `MayflyError` (usage) for an environment that has expired, or is about to.
 */
export function withinLifetime(
  environment: Readonly<Record<string, string>>,
  { expiresAt, stack }: Pick<StackOutputs, "expiresAt" | "stack">,
  nowMs: number,
): WithinLifetime {
  if (expiresAt === null) return { environment, note: null };
  const mostSeconds = Math.floor((Date.parse(expiresAt) - nowMs) / 1000) - marginSeconds;
  if (mostSeconds < marginSeconds) {
    throw new MayflyError(
      "usage",
      `Expected an environment that lives on, but stack ${stack} expires at ${expiresAt}; extend it with \`mayfly up --stack ${stack}\`, or take it down.`,
    );
  }
  const given = environment[environmentNames.timeLimit] ?? settings.timeLimit.defaultText;
  if (Number(given) <= mostSeconds) return { environment, note: null };
  return {
    environment: { ...environment, [environmentNames.timeLimit]: String(mostSeconds) },
    note: `The crawl ends after ${String(mostSeconds)} seconds, since the environment expires at ${expiresAt}.`,
  };
}
