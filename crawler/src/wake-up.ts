import type { Clock } from "./clock.ts";

/** A wait that something else may end: a page that is finished, say. */
export class WakeUp {
  readonly #clock: Clock;
  readonly #stopping: AbortSignal;
  #waiting = new AbortController();

  /** Nobody sleeps once `stopping` is aborted. */
  constructor(clock: Clock, stopping: AbortSignal) {
    this.#clock = clock;
    this.#stopping = stopping;
  }

  /** Lets the stop wake who waits, until what is given back is called. */
  listen(): () => void {
    const onAbort = (): void => {
      this.wake();
    };
    this.#stopping.addEventListener("abort", onAbort);
    return () => {
      this.#stopping.removeEventListener("abort", onAbort);
    };
  }

  /** Ends the wait that goes on; one that begins later is not ended. */
  wake(): void {
    this.#waiting.abort();
    this.#waiting = new AbortController();
  }

  /** Waits for `ms` milliseconds, or until it is woken. */
  async sleep(ms: number): Promise<void> {
    await this.#clock.sleep(ms, this.#stopping.aborted ? this.#stopping : this.#waiting.signal);
  }

  /** Waits until it is woken. */
  async wait(): Promise<void> {
    const { signal } = this.#waiting;
    await new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => {
        resolve();
      });
    });
  }
}
