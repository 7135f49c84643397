import type { PollDelays } from "./poll-delay.ts";

/** When the next looks at the task and at its logs are due. */
export class LookSchedule {
  #lookedMs = 0;
  /** The distances between looks that were planned: for the last one, and for the next. */
  #distanceMs = Infinity;
  #plannedMs = Infinity;
  #dueMs = 0;
  #logsDueMs = 0;

  /** Whether the task is to be looked at. */
  isDue(nowMs: number): boolean {
    return nowMs >= this.#dueMs;
  }

  /** Whether its logs are to be looked at. */
  areLogsDue(nowMs: number): boolean {
    return nowMs >= this.#logsDueMs;
  }

  /** A look at the task is taken. */
  looked(nowMs: number): void {
    this.#lookedMs = nowMs;
    this.#distanceMs = this.#plannedMs;
  }

  /** A look at its logs is taken. */
  logsLooked(): void {
    this.#logsDueMs = 0;
  }

  /**
   * Milliseconds until the next look at anything. One at the task that is still to come is brought nearer, never put off. The
   * distance at most doubles from look to look: what has just changed may soon change again.
   */
  next(nowMs: number, { taskMs: wantedMs, logsMs, alignedAtMs }: PollDelays): number {
    const pending = this.#dueMs > nowMs ? this.#dueMs : Infinity;
    const taskMs = alignedAtMs === undefined ? Math.min(wantedMs, 2 * this.#distanceMs) : wantedMs;
    this.#plannedMs = taskMs;
    const due =
      alignedAtMs === undefined
        ? this.#lookedMs + taskMs
        : nextAligned(Math.max(nowMs, this.#lookedMs), taskMs, alignedAtMs);
    this.#dueMs = Math.min(due, pending);
    const logsPending = this.#logsDueMs > nowMs ? this.#logsDueMs : Infinity;
    this.#logsDueMs = Math.min(nowMs + logsMs, logsPending);
    return Math.max(0, Math.min(this.#logsDueMs, this.#dueMs) - nowMs);
  }

  /** There is something to look at: at the next multiple of `stepMs` from `originMs` on, unless a look is due before. */
  nearer(nowMs: number, stepMs: number, originMs: number): void {
    this.#dueMs = Math.min(this.#dueMs, nextAligned(nowMs, stepMs, originMs));
  }

  /** Something happened: all is to be looked at now. */
  hurry(): void {
    this.#dueMs = 0;
    this.#logsDueMs = 0;
  }
}

/** The first whole multiple of `stepMs` from `originMs` on that is after `nowMs`. */
function nextAligned(nowMs: number, stepMs: number, originMs: number): number {
  return originMs + (Math.floor((nowMs - originMs) / stepMs) + 1) * stepMs;
}
