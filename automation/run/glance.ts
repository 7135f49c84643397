import { containerNames } from "../../infra/container-definitions.ts";
import { systemClock } from "../clock.ts";
import { Journal } from "./journal.ts";
import { listenerOf } from "./place.ts";
import { readLogs } from "./log-pages.ts";
import { releaseOwnership, takeOwnership } from "./owner.ts";
import { isLongAgo, readRecord } from "./record.ts";
import type { RunFolder } from "./run-folder.ts";
import { placeOf } from "./start-run.ts";

/**
 * Takes one look at the task of a run that nobody conducts, and at its logs, and keeps what is seen. Returns whether the task
 * still goes on: one that has stopped, or that its target has forgotten, is to be conducted to its end. Rejects when the target
 * cannot be asked.
 */
export async function glance(folder: RunFolder, signal: AbortSignal): Promise<boolean> {
  if (!takeOwnership(folder)) return true;
  try {
    const record = readRecord(folder);
    if (record.status === "finished") return false;
    const containers = Object.values(containerNames);
    const journal = new Journal(folder, record, containers, systemClock, () => undefined);
    try {
      const { target } = placeOf(folder, record)(listenerOf(journal));
      const cursor = record.position.snapshots;
      const batch = await target.describeTask(record.taskId, cursor, signal);
      for (const snapshot of batch.snapshots) journal.fold(snapshot);
      journal.readTo(batch.cursor);
      await readLogs(journal, target, containers, false, signal, (write) => {
        write();
        return true;
      });
      // ECS may not tell of a task yet that it has just started.
      const isForgotten = batch.missing && isLongAgo(record, systemClock.now());
      return !isForgotten && journal.record.task?.lastStatus !== "STOPPED";
    } finally {
      journal.save();
      journal.close();
    }
  } finally {
    releaseOwnership(folder);
  }
}
