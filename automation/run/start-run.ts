import { containerNames } from "../../infra/container-definitions.ts";
import { isoTime, systemClock } from "../clock.ts";
import { crawlerEnvironment } from "../crawler-environment.ts";
import { MayflyError, messageOf, withoutDot } from "../errors.ts";
import { sweep } from "../targets/local/sweep.ts";
import type { TaskTarget } from "../targets/target.ts";
import { runTaskRequest } from "../targets/fargate/run-task-request.ts";
import { Broadcast } from "./broadcast.ts";
import { conduct } from "./conduct.ts";
import { fargatePlace, stackOf } from "./fargate-place.ts";
import { Journal } from "./journal.ts";
import { localPlace, startedLocalPlace } from "./local-place.ts";
import { newRecord } from "./new-record.ts";
import { takeOwnership } from "./owner.ts";
import type { MakePlace, Place } from "./place.ts";
import { readRecord, type RunRecord } from "./record.ts";
import { Run } from "./run.ts";
import {
  createRunFolder,
  defaultBase,
  listRunIds,
  runFolder,
  type RunFolder,
} from "./run-folder.ts";
import { newRunId } from "./run-id.ts";
import type { RunOptions } from "./run-options.ts";
import { StopControl, stopReason } from "./stop-control.ts";

const containerList = [containerNames.selenium, containerNames.crawler];

/**
 * Starts a run and conducts it in the background. Resolves as soon as the run has its folder and its first event.
 * Throws `MayflyError` for bad options and for a folder that cannot be written; whatever goes wrong later is told by the
 * run's events and its result.
 */
export async function run(options: RunOptions): Promise<Run> {
  options.signal?.throwIfAborted();
  const environment = crawlerEnvironment(options);
  requirePort(options.port);
  const outputs = await stackOf(options);
  const runId = options.runId ?? newRunId(systemClock.now());
  // Before there is a run: what ECS would refuse, such as overrides that are too large.
  if (outputs !== null) runTaskRequest(outputs, { runId, environment }, options.launch);
  const now = systemClock.now();
  const record = newRecord(runId, options, environment, isoTime(now), outputs);
  const base = options.out ?? defaultBase;
  for (const dead of await sweep(listRunIds(base).map((id) => runFolder(base, id).task))) {
    // Its conductor died with it; a record that cannot be brought to its end is no reason not to run.
    await resumeRun(runFolder(base, dead))?.finished.catch(() => null);
  }
  const folder = createRunFolder(base, runId);
  takeOwnership(folder);
  const place =
    outputs === null
      ? await localPlace(folder, base, options, environment)
      : fargatePlace(outputs, record, options.launch);
  return begin(folder, record, place, options.signal, true);
}

/**
 * Goes on with a run whose conductor died: what its task sent since then is kept, and the verdict given. Null when it has
 * ended, or another process conducts it.
 */
export function resumeRun(folder: RunFolder): Run | null {
  if (readRecord(folder).status === "finished" || !takeOwnership(folder)) return null;
  // Read again: whoever conducted it may have finished it since.
  const record = readRecord(folder);
  if (record.status === "finished") return null;
  return begin(folder, record, placeOf(folder, record), undefined, false);
}

/** Where the task of a run is that was started before. */
export function placeOf(folder: RunFolder, record: RunRecord): MakePlace {
  const { stackOutputs } = record;
  return stackOutputs === null ? startedLocalPlace(folder) : fargatePlace(stackOutputs, record);
}

function begin(
  folder: RunFolder,
  record: RunRecord,
  makePlace: MakePlace,
  signal: AbortSignal | undefined,
  isNew: boolean,
): Run {
  const broadcast = new Broadcast(folder.events);
  const journal = new Journal(folder, record, containerList, systemClock, broadcast.tell);
  const { target, start } = makePlace({
    tell: (message) => {
      journal.warn(message);
    },
    countCall: (action) => {
      journal.countCall(action);
    },
  });
  const control = new StopControl();
  // What the conductor before had asked for is still why the task ends.
  if (record.stopRequest !== null) control.ask(record.stopRequest);
  const onAbort = (): void => {
    control.ask({ kind: "command", reason: "Stopped by an AbortSignal." });
  };
  signal?.addEventListener("abort", onAbort, { once: true });
  if (isNew) {
    journal.start();
    journal.save();
  }
  const conducted = (async () => {
    try {
      if (isNew) await startUnlessStopped(start, target, record.taskId, control);
      return await conduct({
        journal,
        target,
        containers: containerList,
        control,
        clock: systemClock,
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
  taskId: string,
  control: StopControl,
): Promise<void> {
  try {
    await start(target.name === "local" ? control.leaving : control.waking);
  } catch (error) {
    if (control.request === null || control.leaving.aborted) throw error;
    await target.stopTask(taskId, stopReason(control.request), control.leaving);
  }
}

function requirePort(port: number | undefined): void {
  if (port === undefined || (Number.isInteger(port) && port > 0 && port < 65_536)) return;
  throw new MayflyError(
    "usage",
    `Expected a whole number from 1 to 65535 for port, but got ${String(port)}.`,
  );
}

/** The reason of a stop is for whoever finishes the run. */
function saveQuietly(journal: Journal): void {
  try {
    journal.save();
  } catch {
    // Then it is told without.
  }
}
