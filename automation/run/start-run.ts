import { resolve } from "node:path";
import { containerNames } from "../../infra/container-definitions.ts";
import { isoTime, systemClock } from "../clock.ts";
import { crawlerEnvironment } from "../crawler-environment.ts";
import { MayflyError, messageOf } from "../errors.ts";
import { builtProgram } from "../package-root.ts";
import { freePort } from "../targets/local/port.ts";
import { sweep } from "../targets/local/sweep.ts";
import { localTarget } from "../targets/local/target.ts";
import { localContainerDefinitions } from "../targets/local/task-containers.ts";
import type { TaskTarget } from "../targets/target.ts";
import { Broadcast } from "./broadcast.ts";
import { conduct } from "./conduct.ts";
import { Journal } from "./journal.ts";
import { newRecord } from "./new-record.ts";
import { takeOwnership } from "./owner.ts";
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
import { StopControl } from "./stop-control.ts";

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
  const now = systemClock.now();
  const runId = options.runId ?? newRunId(now);
  const record = newRecord(runId, "local", options, environment, isoTime(now));
  const base = options.out ?? defaultBase;
  for (const dead of await sweep(listRunIds(base).map((id) => runFolder(base, id).task))) {
    // Its conductor died with it; a record that cannot be brought to its end is no reason not to run.
    await resumeRun(runFolder(base, dead))?.finished.catch(() => null);
  }
  const folder = createRunFolder(base, runId);
  takeOwnership(folder);
  const port = options.port ?? (await freePort());
  const target = localTarget({
    taskFolder: folder.task,
    port,
    seleniumCommand: options.seleniumCommand ?? null,
    browserBinary: options.browserBinary ?? null,
    finishCommand: finishCommand(base, runId),
  });
  return begin(folder, record, target, options.signal, async (signal) => {
    const containers = localContainerDefinitions({ ...options, port }, environment);
    await target.runTask({ runId, taskId: record.taskId, containers }, signal);
  });
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
  const target = localTarget({
    taskFolder: folder.task,
    port: 0,
    seleniumCommand: null,
    browserBinary: null,
    finishCommand: [],
  });
  return begin(folder, record, target, undefined, null);
}

function begin(
  folder: RunFolder,
  record: RunRecord,
  target: TaskTarget,
  signal: AbortSignal | undefined,
  start: ((signal: AbortSignal) => Promise<void>) | null,
): Run {
  const broadcast = new Broadcast(folder.events);
  const journal = new Journal(folder, record, containerList, systemClock, broadcast.tell);
  const control = new StopControl();
  // What the conductor before had asked for is still why the task ends.
  if (record.stopRequest !== null) control.ask(record.stopRequest);
  const onAbort = (): void => {
    control.ask({ kind: "command", reason: "Stopped by an AbortSignal." });
  };
  signal?.addEventListener("abort", onAbort, { once: true });
  if (start !== null) {
    journal.start();
    journal.save();
  }
  const conducted = (async () => {
    try {
      await start?.(control.leaving);
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
        kind: start === null ? "lost" : "failedToStart",
        reason: `The task could not be started or watched: ${messageOf(error)}.`,
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

function finishCommand(base: string, runId: string): readonly string[] {
  return [
    process.execPath,
    builtProgram("cli.js"),
    "attach",
    runId,
    "--json",
    "--out",
    resolve(base),
  ];
}
