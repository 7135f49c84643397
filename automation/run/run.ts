import type { Clock } from "../clock.ts";
import type { RunEvent } from "../events.ts";
import type { Outcome, StopSignal } from "../lifecycle/outcome.ts";
import { outcomeExitCode } from "../outcome-exit-code.ts";
import { systemClock } from "../clock.ts";
import type { Broadcast } from "./broadcast.ts";
import type { Journal } from "./journal.ts";
import type { RunRecord } from "./record.ts";
import { tellsRunning } from "./running.ts";
import type { StopControl } from "./stop-control.ts";

/** A run that has ended. A failed crawl is a result, not an exception. */
export interface RunResult {
  readonly runId: string;
  readonly outcome: Outcome;
  /** Exit code of the `mayfly` command for this outcome. */
  readonly exitCode: number;
  readonly record: RunRecord;
}

/**
 * A run that this process conducts. Iterate over it for its events, each loop from the first event to `run.finished`;
 * await `finished` for the result. Leaving an `await using` block stops a run that still goes on.
 */
export class Run implements AsyncIterable<RunEvent>, AsyncDisposable {
  readonly runId: string;
  /** Folder with `record.json`, `pages.jsonl`, `events.jsonl` and `logs/`. */
  readonly path: string;
  readonly recordPath: string;
  /** Resolves when the task has stopped and everything is kept; null when the run was left before its end. */
  readonly finished: Promise<RunResult | null>;
  readonly #control: StopControl;
  readonly #broadcast: Broadcast;
  readonly #journal: Journal;

  /** @internal */
  constructor(
    journal: Journal,
    control: StopControl,
    broadcast: Broadcast,
    conducted: Promise<boolean>,
  ) {
    this.runId = journal.folder.runId;
    this.path = journal.folder.path;
    this.recordPath = journal.folder.record;
    this.#journal = journal;
    this.#control = control;
    this.#broadcast = broadcast;
    this.finished = conducted.then((ended) => (ended ? this.#result() : null));
    // Who does not ask for the result shall not be hit by its rejection.
    this.finished.catch(() => undefined);
  }

  /** The record as it is now. */
  get record(): RunRecord {
    return this.#journal.record;
  }

  /** How the run ended, as soon as it has; null when it was left before. */
  get outcome(): Promise<Outcome | null> {
    return this.finished.then((result) => result?.outcome ?? null);
  }

  /** Events from the first on; `signal` ends the reading, not the run. */
  events(
    signal?: AbortSignal,
    clock: Clock = systemClock,
  ): AsyncGenerator<RunEvent, void, undefined> {
    return this.#broadcast.read(clock, signal);
  }

  /**
   * Resolves with true as soon as the task is known to be, or to have been, RUNNING; with false when the run ended without.
   * `signal` ends the waiting, not the run: then it rejects with the signal's reason.
   */
  async untilRunning(signal?: AbortSignal): Promise<boolean> {
    for await (const event of this.events(signal)) if (tellsRunning(event)) return true;
    // Where the disk took no more, events are missing.
    return this.#journal.ran;
  }

  [Symbol.asyncIterator](): AsyncGenerator<RunEvent, void, undefined> {
    return this.events();
  }

  /** Asks for the task to be stopped: the crawler finishes its page, everything is kept. The first request stands. */
  stop(reason = "Stopped by Run.stop()."): void {
    this.#control.ask({ kind: "command", reason });
  }

  /** Like `stop`, for a signal that this process received. */
  stopForSignal(signal: StopSignal): void {
    this.#control.ask({ kind: "signal", signal });
  }

  /** Stops watching at once. On the local target the task then stops by itself and its record is finished. */
  leave(): void {
    this.#control.leave();
  }

  /** Stops the task if it still runs, and waits until it has. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.stop("Stopped at the end of its `await using` block.");
    await this.finished;
  }

  #result(): RunResult {
    const { record } = this.#journal;
    const { outcome } = record;
    if (outcome === null) throw new Error("A run that was conducted to its end has no outcome");
    return { runId: this.runId, outcome, exitCode: outcomeExitCode(outcome), record };
  }
}
