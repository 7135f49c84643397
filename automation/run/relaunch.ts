import { containerNames } from "../../infra/container-definitions.ts";
import { messageOf, withoutDot } from "../errors.ts";
import { transientStart } from "../lifecycle/transient-start.ts";
import type { TaskTarget } from "../targets/target.ts";
import type { Journal } from "./journal.ts";
import type { StopControl } from "./stop-control.ts";

/** Tasks that may take the place of one another in a run. */
const mostRelaunches = 2;

/**
 * Starts another task in place of one that stopped before any of the user's code ran, for a reason that passes. Returns
 * whether it did: else the task that stopped is the run's last.
 */
export async function relaunch(
  journal: Journal,
  target: TaskTarget,
  control: StopControl,
): Promise<boolean> {
  const { task, attempts, ledger, taskId } = journal.record;
  if (task === null || target.relaunchTask === undefined) return false;
  if (control.request !== null || attempts.length >= mostRelaunches) return false;
  const subject = containerNames.crawler;
  const cause = transientStart(task, subject);
  const hasRun = ledger.some(
    (entry) =>
      entry.kind === "container" && entry.container === subject && entry.lastStatus === "RUNNING",
  );
  if (cause === null || hasRun) return false;
  const { waking } = control;
  try {
    // ECS first, the record after it: if this process dies in between, the same request gives the same task.
    await target.relaunchTask(taskId, attempts.length + 1, cause.noCapacity, waking);
  } catch (error) {
    if (!waking.aborted) {
      journal.warn(`No other task could be started: ${withoutDot(messageOf(error))}.`);
    }
    return false;
  }
  journal.relaunched(cause.reason);
  return true;
}
