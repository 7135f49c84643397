import type { RunEvent } from "../events.ts";
import type { LedgerEntry } from "../lifecycle/ledger.ts";

/** The event that tells a ledger entry. */
export function ledgerEvent(
  entry: LedgerEntry,
  { runId, taskId }: { readonly runId: string; readonly taskId: string },
): RunEvent {
  switch (entry.kind) {
    case "task": {
      const { at, from, to, source, by } = entry;
      return by === "lateEvent"
        ? { type: "task.late", at, runId, taskId, from, to, source: "observed" }
        : { type: "task.transition", at, runId, taskId, from, to, source, ...toldBy(by) };
    }
    case "desired": {
      const { at, from, to, stopCode, stoppedReason, by } = entry;
      return {
        ...{ type: "task.desired", at, runId, taskId, from, to, stopCode, stoppedReason },
        ...toldBy(by),
      };
    }
    case "container": {
      const { by, kind: _kind, ...container } = entry;
      return by === "lateEvent"
        ? { type: "container.late", runId, taskId, ...container }
        : { type: "container.transition", runId, taskId, ...container, ...toldBy(by) };
    }
    case "unseen":
      return {
        type: "warning",
        at: entry.at,
        runId,
        message: `The task changed ${String(entry.changes)} more times between two looks at it.`,
      };
  }
}

function toldBy(by: "event" | undefined): { readonly by?: "event" } {
  return by === undefined ? {} : { by };
}
