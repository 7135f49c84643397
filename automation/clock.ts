import { setTimeout as delay } from "node:timers/promises";

/** Time as Mayfly sees it; tests hand in one that moves when told. */
export interface Clock {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Resolves after `ms` milliseconds; rejects with the signal's reason when it is aborted first. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** The clock on the wall. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    try {
      await delay(ms, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  },
};

/** `ms` since the epoch as an ISO 8601 string. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
