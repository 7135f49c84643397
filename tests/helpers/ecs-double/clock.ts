import type { Clock } from "../../../automation/clock.ts";

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

/** Settings of {@link ScriptClock}. */
export interface ScriptClockOptions {
  /** Milliseconds since the epoch at the start. Default: noon of 1 March 2026, UTC. */
  readonly startAt?: number;
  /** Makes the clock run by itself, that many times as fast as the one on the wall. Absent: it moves when told. */
  readonly speed?: number;
}

/**
 * The time of a double, and of the program under test when it is handed the same clock. Virtual, it stands still until
 * `moveTo`; with a speed it runs by itself, for programs in other processes.
 */
export class ScriptClock implements Clock {
  /** Whether it runs by itself. */
  readonly runs: boolean;
  readonly #speed: number;
  readonly #realStart = performance.now();
  readonly #sleepers = new Set<Sleeper>();
  readonly #onSleep = new Set<() => void>();
  #time: number;

  constructor({ startAt = Date.UTC(2026, 2, 1, 12), speed }: ScriptClockOptions = {}) {
    this.#time = startAt;
    this.runs = speed !== undefined;
    this.#speed = speed ?? 1;
  }

  readonly now = (): number =>
    this.runs
      ? Math.round(this.#time + (performance.now() - this.#realStart) * this.#speed)
      : this.#time;

  readonly sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const end = (settle: () => void) => {
        clearTimeout(timer);
        this.#sleepers.delete(sleeper);
        signal?.removeEventListener("abort", abort);
        settle();
      };
      const abort = () => end(() => reject(signal?.reason as Error));
      const sleeper = { until: this.now() + Math.max(0, ms), wake: () => end(resolve) };
      const timer = this.runs ? setTimeout(sleeper.wake, ms / this.#speed) : undefined;
      signal?.addEventListener("abort", abort, { once: true });
      this.#sleepers.add(sleeper);
      for (const notify of this.#onSleep) notify();
    });

  /** When the next sleeper wakes; undefined while none sleeps. */
  nextWake(): number | undefined {
    const times = [...this.#sleepers].map(({ until }) => until);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** Resolves when somebody goes to sleep. */
  nextSleep(): Promise<void> {
    return new Promise((resolve) => {
      const notify = () => {
        this.#onSleep.delete(notify);
        resolve();
      };
      this.#onSleep.add(notify);
    });
  }

  /** Sets a virtual clock forward and wakes whoever slept until then, the earliest first. */
  moveTo(time: number): void {
    if (this.runs) throw new Error("This clock runs by itself; only a virtual one can be set.");
    this.#time = Math.max(this.#time, time);
    const due = [...this.#sleepers].filter(({ until }) => until <= this.#time);
    for (const { wake } of due.sort((a, b) => a.until - b.until)) wake();
  }
}
