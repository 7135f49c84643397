import { isoTime, systemClock } from "../clock.ts";
import type { GroupEvent, RunEvent } from "../events.ts";
import type { StopSignal } from "../lifecycle/outcome.ts";
import { groupExitCode } from "../outcome-exit-code.ts";
import { groupFinished } from "./group-finished.ts";
import { merge } from "./merge.ts";
import type { Run, RunResult } from "./run.ts";

/** A group of runs that has ended. */
export interface GroupResult {
  readonly groupId: string;
  /** In the order of the runs. */
  readonly results: readonly RunResult[];
  /** Exit code of the `mayfly` command: 0 when every run completed, else that of the first that did not. */
  readonly exitCode: number;
}

/**
 * Runs that were started together and that this process conducts, each with its folder, record and verdict. Iterate over it
 * for the events of all as they come, from `group.started` to `group.finished`; await `finished` for the results. Leaving an
 * `await using` block stops those that still go on.
 */
export class RunGroup implements AsyncIterable<RunEvent | GroupEvent>, AsyncDisposable {
  readonly groupId: string;
  readonly runs: readonly Run[];
  /** Resolves when all have ended; null when they were left before. */
  readonly finished: Promise<GroupResult | null>;
  readonly #startedAt = isoTime(systemClock.now());

  /** @internal */
  constructor(groupId: string, runs: readonly Run[]) {
    this.groupId = groupId;
    this.runs = runs;
    this.finished = Promise.all(runs.map(async (run) => run.finished)).then((all) => {
      const results = all.filter((result) => result !== null);
      if (results.length < runs.length) return null;
      return {
        groupId,
        results,
        exitCode: groupExitCode(results.map(({ exitCode }) => exitCode)),
      };
    });
    // Who does not ask for the results shall not be hit by their rejection.
    this.finished.catch(() => undefined);
  }

  /** Events of all runs; `signal` ends the reading, not the runs. */
  async *events(signal?: AbortSignal): AsyncGenerator<RunEvent | GroupEvent, void, undefined> {
    const runIds = this.runs.map(({ runId }) => runId);
    yield { type: "group.started", at: this.#startedAt, runId: this.groupId, runIds };
    yield* merge(this.runs.map((run) => run.events(signal)));
    const result = await this.finished;
    if (result === null) return;
    yield groupFinished(
      this.groupId,
      result.results.map(({ record }) => record),
    );
  }

  [Symbol.asyncIterator](): AsyncGenerator<RunEvent | GroupEvent, void, undefined> {
    return this.events();
  }

  /** Asks for all tasks to be stopped; see `Run.stop`. */
  stop(reason = "Stopped by RunGroup.stop()."): void {
    for (const run of this.runs) run.stop(reason);
  }

  /** Like `stop`, for a signal that this process received. */
  stopForSignal(signal: StopSignal): void {
    for (const run of this.runs) run.stopForSignal(signal);
  }

  /** Stops watching at once. */
  leave(): void {
    for (const run of this.runs) run.leave();
  }

  /** Stops the tasks that still run, and waits until they have. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.stop("Stopped at the end of its `await using` block.");
    await this.finished;
  }
}
