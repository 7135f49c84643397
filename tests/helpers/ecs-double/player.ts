import type { ScriptClock } from "./clock.ts";
import type { Quiet } from "./quiet.ts";

/** Moves a virtual clock from one sleeper's waking to the next, and lets each do its work before it goes on. */
export class Player {
  readonly #clock: ScriptClock;
  readonly #quiet: Quiet;

  constructor(clock: ScriptClock, quiet: Quiet) {
    this.#clock = clock;
    this.#quiet = quiet;
  }

  readonly advance = async (ms: number): Promise<void> => {
    const target = this.#clock.now() + ms;
    for (;;) {
      await this.#quiet.wait();
      const next = this.#clock.nextWake() ?? Infinity;
      if (next > target) break;
      this.#clock.moveTo(next);
    }
    this.#clock.moveTo(target);
    await this.#quiet.wait();
  };

  readonly play = async <T>(promise: Promise<T>, limitMs = 6 * 3_600_000): Promise<T> => {
    if (this.#clock.runs) return promise;
    const limit = this.#clock.now() + limitMs;
    const state = { settled: false };
    const settle = () => void (state.settled = true);
    const end = promise.then(settle, settle);
    while (!state.settled) {
      const next = await this.#nextWake(end);
      if (next === undefined) continue;
      if (next > limit) {
        throw new Error(`Expected an end within ${limitMs} ms of the double's time; it goes on.`);
      }
      this.#clock.moveTo(next);
    }
    return promise;
  };

  /** When to go on to, once it is quiet; undefined when there was nobody to wake. */
  async #nextWake(end: Promise<void>): Promise<number | undefined> {
    await Promise.race([this.#quiet.wait(), end]);
    const next = this.#clock.nextWake();
    if (next === undefined) await Promise.race([this.#clock.nextSleep(), end]);
    return next;
  }
}
