import type { Clock } from "../../clock.ts";

/** Lets calls through one after the other, no more than so many a second: a quota of AWS is shared by all of an account. */
export class CallRate {
  readonly #clock: Clock;
  readonly #betweenMs: number;
  #nextMs = 0;

  /** `perSecond` calls at most. */
  constructor(clock: Clock, perSecond: number) {
    this.#clock = clock;
    this.#betweenMs = 1000 / perSecond;
  }

  /** Waits for its turn, in the order of asking. Rejects when the signal aborts before. */
  async turn(signal: AbortSignal): Promise<void> {
    const now = this.#clock.now();
    const turnMs = Math.max(now, this.#nextMs);
    this.#nextMs = turnMs + this.#betweenMs;
    if (turnMs > now) await this.#clock.sleep(turnMs - now, signal);
  }
}
