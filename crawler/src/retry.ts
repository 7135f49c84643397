import type { PageErrorCode } from "./contract.ts";

/** HTTP statuses that may be another one soon. https://www.rfc-editor.org/rfc/rfc9110#section-15 */
const passingStatuses: readonly number[] = [408, 425, 429, 500, 502, 503, 504];

const firstMs = 500;
const capMs = 30_000;

/** Whether another attempt may end better. `attempts` counts those made. */
export function isRetryable(
  code: PageErrorCode,
  status: number | null,
  attempts: number,
  retries: number,
): boolean {
  if (attempts > retries) return false;
  switch (code) {
    case "httpError":
      return status !== null && passingStatuses.includes(status);
    case "dns":
      // A name that does not resolve twice does not exist.
      return attempts < 2;
    case "network":
    case "proxy":
    case "timeout":
    case "browserCrash":
    case "webdriver":
      return true;
    case "tls":
    case "redirectLoop":
    case "blockedByBrowser":
    case "privateAddress":
    case "movedAway":
      return false;
  }
}

/** Milliseconds before the next attempt: 0.5 s doubled with each, at most 30 s, ±30 %. `random` is from 0 to 1. */
export function backOffMs(attempts: number, random: number): number {
  return Math.min(capMs, firstMs * 2 ** (attempts - 1)) * (0.7 + 0.6 * random);
}
