import { containerNames } from "../../infra/container-definitions.ts";
import { systemClock } from "../clock.ts";
import type { TaskTarget } from "../targets/target.ts";
import { Journal } from "./journal.ts";
import { releaseOwnership, takeOwnership } from "./owner.ts";
import { readRecord } from "./record.ts";
import type { RunFolder } from "./run-folder.ts";
import { placeOf } from "./start-run.ts";

/**
 * Takes one look at the task of a run that nobody conducts, and at its logs, and keeps what is seen. Returns whether the task still goes on:
 * one that has stopped, or that its target has forgotten, is to be conducted to its end. Rejects when the target cannot be asked.
 */
export async function glance(folder: RunFolder, signal: AbortSignal): Promise<boolean> {
  if (!takeOwnership(folder)) return true;
  try {
    const record = readRecord(folder);
    if (record.status === "finished") return false;
    const containers = Object.values(containerNames);
    const journal = new Journal(folder, record, containers, systemClock, () => undefined);
    try {
      const { target } = placeOf(
        folder,
        record,
      )({
        tell: (message) => {
          journal.warn(message);
        },
        countCall: (action) => {
          journal.countCall(action);
        },
      });
      const cursor = record.position.snapshots;
      const batch = await target.describeTask(record.taskId, cursor, signal);
      for (const snapshot of batch.snapshots) journal.fold(snapshot);
      journal.readTo(batch.cursor);
      for (const container of containers) await readLog(journal, target, container, signal);
      return !batch.missing && journal.record.task?.lastStatus !== "STOPPED";
    } finally {
      journal.save();
      journal.close();
    }
  } finally {
    releaseOwnership(folder);
  }
}

/** What a container has logged until now. */
async function readLog(
  journal: Journal,
  target: TaskTarget,
  container: string,
  signal: AbortSignal,
): Promise<void> {
  for (let more = true; more;) {
    const { taskId, position } = journal.record;
    const cursor = position.logs[container] ?? "";
    const batch = await target.readLog(taskId, container, cursor, false, signal);
    for (const line of batch.lines) journal.line(container, line);
    journal.readTo(batch.cursor, container);
    ({ more } = batch);
  }
}
