import type { ScriptClock } from "./clock.ts";

/** Where calls wait by the double's clock. */
export class WaitingRoom {
  readonly #clock: ScriptClock;
  readonly #onChange = new Set<() => void>();
  #waiting = 0;

  constructor(clock: ScriptClock) {
    this.#clock = clock;
  }

  /** How many calls wait. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Says to those who wait for it that something changed. */
  changed(): void {
    for (const notify of this.#onChange) notify();
  }

  /** Waits so long. Rejects when the signal is aborted. */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    this.#waiting += 1;
    try {
      await this.#clock.sleep(ms, signal);
    } finally {
      this.#waiting -= 1;
    }
  }

  /** Waits until then, or until something changes. Rejects when the signal is aborted. */
  async waitForChange(time: number, signal: AbortSignal): Promise<void> {
    const change = new AbortController();
    const notify = () => change.abort();
    this.#onChange.add(notify);
    try {
      await this.wait(time - this.#clock.now(), AbortSignal.any([signal, change.signal]));
    } catch {
      signal.throwIfAborted();
    } finally {
      this.#onChange.delete(notify);
    }
  }
}
