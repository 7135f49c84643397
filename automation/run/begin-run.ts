import { existsSync } from "node:fs";
import { containerNames } from "../../infra/container-definitions.ts";
import { systemClock } from "../clock.ts";
import { messageOf, withoutDot } from "../errors.ts";
import type { TaskTarget } from "../targets/target.ts";
import { Broadcast } from "./broadcast.ts";
import { conduct } from "./conduct.ts";
import { harvest } from "./harvest.ts";
import { Journal } from "./journal.ts";
import { listenerOf, type MakePlace, type Place } from "./place.ts";
import type { RunRecord } from "./record.ts";
import { Run } from "./run.ts";
import type { RunFolder } from "./run-folder.ts";
import { StopControl } from "./stop-control.ts";
import { Stopping } from "./stopping.ts";

const containerList = [containerNames.selenium, containerNames.crawler];

/**
 * Conducts a run in the background: starts its task if it is new, else goes on with it. `folder` is owned by this process.
 */
export function beginRun(
  folder: RunFolder,
  record: RunRecord,
  makePlace: MakePlace,
  signal: AbortSignal | undefined,
  isNew: boolean,
): Run {
  const broadcast = new Broadcast(folder.events);
  const journal = new Journal(folder, record, containerList, systemClock, broadcast.tell);
  const { target, start } = makePlace(listenerOf(journal));
  const control = new StopControl();
  // What the conductor before had asked for is still why the task ends.
  if (record.stopRequest !== null) control.ask(record.stopRequest);
  const onAbort = (): void => {
    control.ask({ kind: "command", reason: "Stopped by an AbortSignal." });
  };
  if (signal?.aborted === true) onAbort();
  signal?.addEventListener("abort", onAbort, { once: true });
  if (isNew) {
    journal.start();
    journal.save();
  }
  const conducted = (async () => {
    try {
      if (isNew) await startUnlessStopped(start, target, journal, control);
      return await conduct({
        journal,
        target,
        containers: containerList,
        control,
        clock: systemClock,
        harvest,
      });
    } catch (error) {
      if (control.leaving.aborted) return false;
      journal.finish({
        kind: isNew ? "failedToStart" : "lost",
        reason: `The task could not be started or watched: ${withoutDot(messageOf(error))}.`,
      });
      return true;
    } finally {
      signal?.removeEventListener("abort", onAbort);
      if (control.leaving.aborted) saveQuietly(journal);
      broadcast.close();
      journal.close();
    }
  })();
  return new Run(journal, control, broadcast, conducted);
}

/**
 * Starts the task; a stop that is asked for meanwhile ends the attempts, and whatever may have been started is stopped by
 * whoever conducts the run.
 */
async function startUnlessStopped(
  start: Place["start"],
  target: TaskTarget,
  journal: Journal,
  control: StopControl,
): Promise<void> {
  const launching = new AbortController();
  void watchLaunch(journal, target, control, launching.signal);
  try {
    await start(target.name !== "fargate" ? control.leaving : control.waking);
  } catch (error) {
    if (control.request === null || control.leaving.aborted) throw error;
  } finally {
    launching.abort();
  }
}

/** Milliseconds between two looks for a reason to end the start of a task. */
const launchLookMs = 500;

/** While a task is started, which may take minutes where there is no capacity: asks for the stop when it is time. */
async function watchLaunch(
  journal: Journal,
  target: TaskTarget,
  control: StopControl,
  signal: AbortSignal,
): Promise<void> {
  const clock = systemClock;
  const stopping = new Stopping({ journal, target, control, clock });
  while (!signal.aborted) {
    stopping.askAfterDeadlines();
    if (existsSync(journal.folder.stopRequest)) {
      control.ask({ kind: "command", reason: "Stopped by mayfly stop." });
    }
    await clock.sleep(launchLookMs, signal).catch(() => undefined);
  }
}

/** The reason of a stop is for whoever finishes the run. */
function saveQuietly(journal: Journal): void {
  try {
    journal.save();
  } catch {
    // Then it is told without.
  }
}
