import { containerNames } from "../../infra/container-definitions.ts";
import { systemClock } from "../clock.ts";
import { Journal } from "./journal.ts";
import { keepPages, readPages } from "./log-pages.ts";
import { releaseOwnership, takeOwnership } from "./owner.ts";
import { readRecord } from "./record.ts";
import type { RunFolder } from "./run-folder.ts";
import { placeOf } from "./start-run.ts";

/** Milliseconds after its start in which a task that is unknown is no forgotten one. */
const youngMs = 600_000;

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
      for (let open: readonly string[] = containers; open.length > 0;) {
        const pages = await readPages(journal.record, target, open, false, signal);
        keepPages(journal, pages);
        open = pages.filter(({ more }) => more).map(({ container }) => container);
      }
      // ECS may not tell of a task yet that it has just started.
      const isYoung = systemClock.now() - Date.parse(record.createdAt) < youngMs;
      return (!batch.missing || isYoung) && journal.record.task?.lastStatus !== "STOPPED";
    } finally {
      journal.save();
      journal.close();
    }
  } finally {
    releaseOwnership(folder);
  }
}
