import type { Conducting } from "./conduct.ts";
import { readLogs } from "./log-pages.ts";
import type { LookSchedule } from "./look-schedule.ts";

/** How a run makes calls and writes. */
export interface LogWatchWays {
  /** Makes a call; its failure is told, and tried again at the next look. */
  readonly call: (call: () => Promise<void>) => Promise<void>;
  /** Writes; false when nothing more can be written. */
  readonly keep: (write: () => void) => boolean;
}

/** Reads the logs of a task's containers, as often as it is time. */
export class LogWatch {
  readonly #run: Conducting;
  readonly #ways: LogWatchWays;
  /** The reading that goes on beside the looks at the task; null when none does. */
  #beside: Promise<void> | null = null;

  constructor(run: Conducting, ways: LogWatchWays) {
    this.#run = run;
    this.#ways = ways;
  }

  /** Resolves when nothing is read. */
  get settled(): Promise<void> {
    return this.#beside ?? Promise.resolve();
  }

  /**
   * Reads what is new; to the very end of each log once the task has stopped. A task among many does not wait for its logs,
   * which are read in turn, until it is over.
   */
  async look(
    schedule: LookSchedule,
    { stopped, isOver }: { readonly stopped: boolean; readonly isOver: boolean },
  ): Promise<void> {
    const { target, clock } = this.#run;
    const isApart = target.pace.alignedAtMs !== undefined;
    if (isOver || !isApart) {
      await this.settled;
      await this.#ways.call(() => this.#read(stopped));
      schedule.logsLooked();
    } else if (this.#beside === null && schedule.areLogsDue(clock.now())) {
      this.#beside = this.#ways
        .call(() => this.#read(false))
        .finally(() => {
          this.#beside = null;
        });
      schedule.logsLooked();
    }
  }

  async #read(final: boolean): Promise<void> {
    const { journal, target, containers, control } = this.#run;
    await readLogs(journal, target, containers, final, control.leaving, this.#ways.keep);
  }
}
