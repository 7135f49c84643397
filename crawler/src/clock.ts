import { setTimeout as delay } from "node:timers/promises";

/** Time as the crawl sees it; tests hand in one that moves when told. */
export interface Clock {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Resolves after `ms` milliseconds, or at once when the signal is aborted: a crawl that is to end does not wait. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** The clock on the wall. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    if (ms <= 0) return;
    await delay(ms, undefined, { signal }).catch(() => undefined);
  },
};
