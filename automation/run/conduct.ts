import { crawlerExitCodes } from "../../crawler/src/contract.ts";
import { containerNames } from "../../infra/container-definitions.ts";
import type { Clock } from "../clock.ts";
import { verdict } from "../lifecycle/verdict.ts";
import type { TaskTarget } from "../targets/target.ts";
import type { Journal } from "./journal.ts";
import type { StopControl } from "./stop-control.ts";
import { Watcher } from "./watcher.ts";

/** What conducting a run takes. */
export interface Conducting {
  readonly journal: Journal;
  readonly target: TaskTarget;
  readonly containers: readonly string[];
  readonly control: StopControl;
  readonly clock: Clock;
  /** Before the verdict: fetches what the run kept elsewhere. Ends when the signal is aborted. Default: nothing. */
  readonly harvest?: (journal: Journal, signal: AbortSignal) => Promise<void>;
}

/**
 * Watches a started task to its end, keeps what it sends, and gives the verdict. Returns false when it was told to
 * leave before the end.
 */
export async function conduct(run: Conducting): Promise<boolean> {
  const { journal, control } = run;
  const watcher = new Watcher(run);
  try {
    while (!control.leaving.aborted) {
      if (await watcher.look()) {
        const loss = watcher.loss();
        const isGone = journal.record.task?.lastStatus === "STOPPED" || loss === null;
        const lostBecause = isGone ? null : await watcher.stopUnseen(loss);
        await watcher.close();
        await run.harvest?.(journal, control.leaving);
        finish(journal, control, lostBecause);
        return true;
      }
      await watcher.rest();
    }
    return false;
  } finally {
    await watcher.close();
  }
}

function finish(journal: Journal, control: StopControl, lostBecause: string | null): void {
  const { task, summary } = journal.record;
  journal.finish(
    verdict({
      // Of a task that was lost what was seen last still counts: an exit code is one.
      snapshot: task,
      ran: journal.ran,
      subject: containerNames.crawler,
      timeLimitExitCode: crawlerExitCodes.timeLimit,
      stopRequest: control.request,
      lastWord: summary,
      lostBecause,
    }),
  );
}
