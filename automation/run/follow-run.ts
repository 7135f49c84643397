import { systemClock } from "../clock.ts";
import type { RunEvent } from "../events.ts";
import type { TaskGroup } from "../targets/fargate/task-group.ts";
import { followEvents } from "./broadcast.ts";
import { hasOwner } from "./owner.ts";
import { readRecord } from "./record.ts";
import type { Run } from "./run.ts";
import type { RunFolder } from "./run-folder.ts";
import { resumeRun } from "./start-run.ts";

/** Milliseconds before another look at a run without a conductor. */
const retryMs = 100;

/** How a run is followed. */
export interface Following {
  /** Tasks of the run's group, where several of its runs are followed. */
  readonly tasks?: TaskGroup | undefined;
  /** Ends the following, not the run. */
  readonly signal: AbortSignal;
  /** Hears of the run when this process becomes its conductor, because the one before is gone. */
  readonly onOrphan: (run: Run) => void;
}

/** The events of a run from the first to the last, each once, whoever conducts it, and whoever takes over when that one dies. */
export async function* followRun(
  folder: RunFolder,
  { tasks, signal, onOrphan }: Following,
): AsyncGenerator<RunEvent, void, undefined> {
  for (let shown = 0; ;) {
    const orphan = hasOwner(folder) ? null : resumeRun(folder, tasks);
    if (orphan !== null) onOrphan(orphan);
    const isOver = (): boolean => !hasOwner(folder);
    const events =
      orphan === null ? followEvents(folder, systemClock, isOver, signal) : orphan.events(signal);
    let seen = 0;
    for await (const event of events) {
      seen += 1;
      if (seen <= shown) continue;
      shown = seen;
      yield event;
      if (event.type === "run.finished") return;
    }
    if (orphan !== null || readRecord(folder).status === "finished") return;
    // Its conductor died, and whoever takes over is just about to.
    await systemClock.sleep(retryMs, signal);
  }
}
