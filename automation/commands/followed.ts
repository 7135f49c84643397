import { setMaxListeners } from "node:events";
import type { RunEvent } from "../events.ts";
import type { StopSignal } from "../lifecycle/outcome.ts";
import { followRun } from "../run/follow-run.ts";
import { tasksOf } from "../run/group-of.ts";
import { readRecord } from "../run/record.ts";
import type { Run } from "../run/run.ts";
import type { RunFolder } from "../run/run-folder.ts";
import type { Conducted } from "./under-signals.ts";

/**
 * Runs that a command follows. Those whose conductor dies are this process's to conduct, and what stops the command stops them;
 * while there are none, it leaves.
 */
export class Followed implements Conducted {
  readonly #folders: readonly [RunFolder, ...RunFolder[]];
  readonly #orphans: Run[] = [];
  readonly #leaving = new AbortController();

  constructor(folders: readonly [RunFolder, ...RunFolder[]]) {
    this.#folders = folders;
    // Each of the runs listens to it.
    setMaxListeners(0, this.#leaving.signal);
  }

  /** Aborted once the runs are left. */
  get leaving(): AbortSignal {
    return this.#leaving.signal;
  }

  /** Runs that this process conducts by now. */
  get orphans(): readonly Run[] {
    return this.#orphans;
  }

  /** The events of each run. */
  events(): readonly AsyncIterable<RunEvent>[] {
    const [first] = this.#folders;
    const following = {
      tasks: tasksOf(first, readRecord(first)),
      signal: this.leaving,
      onOrphan: (run: Run): void => {
        this.#orphans.push(run);
      },
    };
    return this.#folders.map((folder) => followRun(folder, following));
  }

  /** Does `work` with the events; that they end because the runs are left is no failure. Resolves when nothing is conducted. */
  async until(work: () => Promise<unknown>): Promise<void> {
    await work().catch((error: unknown) => {
      if (!this.leaving.aborted) throw error;
    });
    await Promise.all(this.#orphans.map(async ({ finished }) => finished));
  }

  leave(): void {
    this.#leaving.abort();
    for (const run of this.#orphans) run.leave();
  }

  stop(reason: string): void {
    if (this.#orphans.length === 0) this.leave();
    for (const run of this.#orphans) run.stop(reason);
  }

  stopForSignal(signal: StopSignal): void {
    if (this.#orphans.length === 0) this.leave();
    for (const run of this.#orphans) run.stopForSignal(signal);
  }
}
