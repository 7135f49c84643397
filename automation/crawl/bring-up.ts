import type { StackOutputs } from "../../infra/outputs.ts";
import { EnvironmentError } from "../environment/environment-error.ts";
import type { EnvironmentOptions } from "../environment/environment-options.ts";
import { readOutputs, upStack } from "../environment/operations.ts";
import { checkedOutputs } from "../environment/stack-outputs.ts";
import { MayflyError } from "../errors.ts";
import { defaultTimeout } from "../run/run-timeout.ts";
import type { CrawlLifeOptions } from "./crawl-options.ts";
import { ttlFor } from "./crawl-stack.ts";
import { withResultsPlace } from "./results-setting.ts";
import { refusedSettings, stillUp } from "./settling.ts";
import { takeDown } from "./take-down.ts";

/** An environment that is up, or why it is not. */
export type Up =
  | { readonly outputs: StackOutputs; readonly upMs: number | null }
  | { readonly problem: MayflyError };

/** What a crawl's operations on its environment have in common. */
export function environmentOptions(options: CrawlLifeOptions, stack: string): EnvironmentOptions {
  const { workDir, env, leaveSignal, environmentTimeoutMs, onEvent, log } = options;
  return {
    stack,
    ...(workDir === undefined ? {} : { workDir }),
    ...(env === undefined ? {} : { env }),
    ...(leaveSignal === undefined ? {} : { leaveSignal }),
    ...(environmentTimeoutMs === undefined ? {} : { timeoutMs: environmentTimeoutMs }),
    ...(onEvent === undefined ? {} : { onEvent }),
    ...(log === undefined ? {} : { log }),
  };
}

/** The outputs of a stack that is up already; null where there is none, or one that came up in part. */
export async function outputsOfRunning(
  options: EnvironmentOptions,
): Promise<{ readonly outputs: StackOutputs; readonly upMs: null } | null> {
  try {
    return { outputs: (await readOutputs(options)).outputs, upMs: null };
  } catch (error) {
    const isNotUp =
      error instanceof EnvironmentError && ["stackNotFound", "notUp"].includes(error.code);
    if (isNotUp) return null;
    throw error;
  }
}

/**
 * Brings the environment of a crawl up. Throws `MayflyError` for settings that cannot be used, when nothing of it is there.
 * `place` is where the crawl keeps its results, where that is not the stack's bucket.
 */
export async function bringUp(
  options: CrawlLifeOptions,
  stack: string,
  isOwn: boolean,
  place: string | undefined,
): Promise<Up> {
  const { config = {}, secrets, signal, timeLimit } = options;
  const { timeoutSeconds = defaultTimeout(timeLimit) } = options;
  const ownConfig = isOwn ? withResultsPlace(config, place) : config;
  const ttl = isOwn && !Object.keys(config).some((key) => /^(?:mayfly:)?ttl$/.test(key));
  try {
    const { rawOutputs, durationMs } = await upStack({
      ...environmentOptions(options, stack),
      config: ttl ? { ttl: ttlFor(timeoutSeconds), ...ownConfig } : ownConfig,
      ...(secrets === undefined ? {} : { secrets }),
      ...(signal === undefined ? {} : { signal }),
    });
    return { outputs: checkedOutputs(stack, rawOutputs), upMs: durationMs };
  } catch (error) {
    // Nothing was saved, and nothing made: as if it had never begun.
    if (error instanceof MayflyError && error.code === "usage") throw error;
    const refused = error instanceof MayflyError ? refusedSettings(error) : null;
    if (error instanceof MayflyError && refused === null) return { problem: error };
    // Also of a fault of Mayfly nothing may stay up.
    if (isOwn) {
      const { downMs } = await takeDown(
        environmentOptions(options, stack),
        true,
        options.leaveSignal,
      );
      if (downMs === null) options.log?.(stillUp(stack, options.workDir));
    }
    throw refused ?? error;
  }
}
