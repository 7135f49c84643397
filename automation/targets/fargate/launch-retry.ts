import type { AwsError } from "./aws-error.ts";

/** Milliseconds in which a launch is tried again where nothing answers: that is seldom a matter of patience. */
const networkRetryMs = 30_000;
const firstDelayMs = 1000;
const longestDelayMs = 30_000;

/**
 * Milliseconds to wait before a launch that failed for now is tried again, twice as long each time; null when that would be
 * later than `retryMs` after the first try. `random` is from 0 to 1: many launches shall not try again at once.
 */
export function launchRetryDelayMs(
  { kind }: Pick<AwsError, "kind">,
  tries: number,
  elapsedMs: number,
  { retryMs, random }: { readonly retryMs: number; readonly random: () => number },
): number | null {
  const delayMs = Math.min(longestDelayMs, firstDelayMs * 2 ** tries) * (0.5 + random() / 2);
  const limitMs = kind === "network" ? Math.min(networkRetryMs, retryMs) : retryMs;
  return elapsedMs + delayMs > limitMs ? null : delayMs;
}
