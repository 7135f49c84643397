import { backOffMs } from "./retry.ts";

/** Longest Retry-After that is waited for, in milliseconds. */
const longestMs = 600_000;

/** What a host wants that answers 429 or 503. */
export type Throttle =
  /** To be left alone for so long. */
  | { readonly kind: "wait"; readonly ms: number }
  /** To be left alone for longer than is waited; the message says so. */
  | { readonly kind: "closed"; readonly message: string };

/** Too Many Requests, and Service Unavailable: the host, not the page, wants to be left alone. */
export function isThrottling(status: number | null): status is 429 | 503 {
  return status === 429 || status === 503;
}

/** Hosts that answer 429 or 503, and for how long none of their pages may be loaded. */
export class Throttling {
  /** Such answers since the last good one. */
  readonly #strikes = new Map<string, number>();
  readonly #closedUntilMs = new Map<string, number>();

  /**
   * Tells how long the host of `url` wants to be left alone: what it says (`retryAfterMs`), else the back-off of a retry,
   * doubled with each such answer. `random` is from 0 to 1.
   */
  throttled(
    url: string,
    status: number,
    retryAfterMs: number | null,
    nowMs: number,
    random: number,
  ): Throttle {
    const { host } = new URL(url);
    const strikes = (this.#strikes.get(host) ?? 0) + 1;
    this.#strikes.set(host, strikes);
    if (retryAfterMs === null) return { kind: "wait", ms: backOffMs(strikes, random) };
    if (retryAfterMs <= longestMs) return { kind: "wait", ms: retryAfterMs };
    const seconds = String(Math.ceil(retryAfterMs / 1000));
    const message = `HTTP status ${String(status)}, Retry-After ${seconds} s, and ${String(longestMs / 1000)} s is the longest that is waited`;
    this.#closedUntilMs.set(host, nowMs + retryAfterMs);
    return { kind: "closed", message };
  }

  /** Remembers that the host of `url` gave a page. */
  answered(url: string): void {
    this.#strikes.delete(new URL(url).host);
  }

  /** Whether no page of this host may be loaded now. */
  isClosed(url: string, nowMs: number): boolean {
    return (this.#closedUntilMs.get(new URL(url).host) ?? 0) > nowMs;
  }
}
