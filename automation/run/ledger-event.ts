import type { RunEvent } from "../events.ts";
import type { LedgerEntry } from "../lifecycle/ledger.ts";

/** The event that tells a ledger entry. */
export function ledgerEvent(
  entry: LedgerEntry,
  { runId, taskId }: { readonly runId: string; readonly taskId: string },
): RunEvent {
  switch (entry.kind) {
    case "task": {
      const { at, from, to, source } = entry;
      return { type: "task.transition", at, runId, taskId, from, to, source };
    }
    case "desired": {
      const { at, from, to, stopCode, stoppedReason } = entry;
      return { type: "task.desired", at, runId, taskId, from, to, stopCode, stoppedReason };
    }
    case "container": {
      const { at, container, lastStatus, healthStatus, exitCode, reason } = entry;
      return {
        type: "container.transition",
        at,
        runId,
        taskId,
        container,
        lastStatus,
        healthStatus,
        exitCode,
        reason,
      };
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
