import { environmentNames } from "../../crawler/src/contract.ts";
import { containerNames } from "../../infra/container-definitions.ts";
import { messageOf, withoutDot } from "../errors.ts";
import { takenBackReason } from "../lifecycle/taken-back.ts";
import { transientStart } from "../lifecycle/transient-start.ts";
import type { TaskTarget } from "../targets/target.ts";
import type { Journal } from "./journal.ts";
import { resultsPlace } from "./results-place.ts";
import type { StopControl } from "./stop-control.ts";

/** Tasks that may take the place of one another in a run, where they did not come to run. */
const mostStarts = 2;
/** The same where their capacity is taken back; from the second time on, the next one has a capacity that is not. */
const mostInterruptions = 5;

/** Why another task is to take a task's place, and how. */
interface Cause {
  readonly reason: string;
  readonly noCapacity: boolean;
  /** Whether the task's code has run, so that there are lines of it. */
  readonly hasRun: boolean;
  /** Where the crawl has kept its results, for the next task to go on from; null where there are none to speak of. */
  readonly place: string | null;
}

/**
 * Starts another task in place of one that stopped before any of the user's code ran, for a reason that passes; or of one
 * whose spot capacity was taken back, where spot is preferred and the crawl goes on from what it kept. `drain` reads the logs
 * of the task to their end. Returns whether it did: else the task that stopped is the run's last.
 */
export async function relaunch(
  journal: Journal,
  target: TaskTarget,
  control: StopControl,
  drain: () => Promise<void>,
): Promise<boolean> {
  const { attempts, taskId } = journal.record;
  const cause = control.request === null ? causeOf(journal, target) : null;
  if (cause === null || target.relaunchTask === undefined) return false;
  if (cause.hasRun) await drain();
  // The last lines may say that the crawl is complete.
  if (journal.record.summary?.exitCode === 0) return false;
  const { waking } = control;
  try {
    // ECS first, the record after it: if this process dies in between, the same request gives the same task.
    const { noCapacity, place } = cause;
    const environment = place === null ? {} : { [environmentNames.results]: place };
    await target.relaunchTask(taskId, attempts.length + 1, { noCapacity, environment }, waking);
  } catch (error) {
    if (!waking.aborted) {
      journal.warn(`No other task could be started: ${withoutDot(messageOf(error))}.`);
    }
    return false;
  }
  journal.relaunched(cause.reason, cause.place);
  return true;
}

function causeOf(journal: Journal, target: TaskTarget): Cause | null {
  const { task, attempts, ledger, settings } = journal.record;
  if (task === null) return null;
  const subject = containerNames.crawler;
  const hasRun = ledger.some(
    (entry) =>
      entry.kind === "container" && entry.container === subject && entry.lastStatus === "RUNNING",
  );
  const start = hasRun ? null : transientStart(task, subject);
  if (start !== null) {
    return attempts.length < mostStarts ? { ...start, hasRun, place: null } : null;
  }
  const reason = takenBackReason(task, subject);
  // Where a task among several alike keeps its results has its own id in it: the next one looks where that one was.
  const place = resultsPlace(settings, task.taskArn ?? null);
  const canGoOn = place?.startsWith("s3://") === true;
  if (reason === null || target.prefersSpot !== true || !canGoOn) return null;
  const noCapacity = attempts.length > 0;
  return attempts.length < mostInterruptions ? { reason, noCapacity, hasRun: true, place } : null;
}
