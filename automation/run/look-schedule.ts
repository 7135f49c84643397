import type { PollDelays } from "./poll-delay.ts";

/** When the next look at the task is due, where its logs are looked at more often. */
export class LookSchedule {
  #lookedMs = 0;
  #dueMs = 0;

  isDue(nowMs: number): boolean {
    return nowMs >= this.#dueMs;
  }

  /** A look at the task is taken. */
  looked(nowMs: number): void {
    this.#lookedMs = nowMs;
  }

  /** Milliseconds until the next look at anything. One at the task that is still to come is brought nearer, never put off. */
  next(nowMs: number, { taskMs, logsMs }: PollDelays): number {
    const pending = this.#dueMs > nowMs ? this.#dueMs : Infinity;
    this.#dueMs = Math.min(this.#lookedMs + taskMs, pending);
    return Math.max(0, Math.min(logsMs, this.#dueMs - nowMs));
  }

  /** Something happened: the task is to be looked at now. */
  hurry(): void {
    this.#dueMs = 0;
  }
}
