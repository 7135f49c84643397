import { isoTime, systemClock } from "../clock.ts";
import { checkTogether, crawlerEnvironment } from "../crawler-environment.ts";
import { MayflyError } from "../errors.ts";
import { runTaskRequest } from "../targets/fargate/run-task-request.ts";
import { TaskGroup } from "../targets/fargate/task-group.ts";
import { beginRun } from "./begin-run.ts";
import { fargatePlace, stackOf } from "./fargate-place.ts";
import { checkGivenVariables } from "./given-variables.ts";
import { groupRunIds } from "./group-ids.ts";
import { newRecord } from "./new-record.ts";
import { takeOwnership } from "./owner.ts";
import { createRunFolder, defaultBase, newRunFolder } from "./run-folder.ts";
import { requireWritable, resultsInBucket } from "./results-place.ts";
import { RunGroup } from "./run-group.ts";
import { newRunId } from "./run-id.ts";
import type { RunOptions } from "./run-options.ts";
import { lastingSettings } from "./within-lifetime.ts";

/** Options of several runs alike. */
export interface RunGroupOptions extends RunOptions {
  /** Tasks to start, from 1 to 100. Each crawls the same, with a record of its own. */
  readonly count: number;
}

/**
 * Starts several tasks of a stack alike, ten by each RunTask, and conducts them in the background: one DescribeTasks watches
 * all of them. Resolves as soon as the runs have their folders. Throws `MayflyError` as `run` does, and for a count that is
 * none; a run whose task cannot be started says so by its own events and result.
 */
export async function runGroup(options: RunGroupOptions): Promise<RunGroup> {
  options.signal?.throwIfAborted();
  const { count, launch, signal } = options;
  const groupId = options.runId ?? newRunId(systemClock.now());
  const runIds = groupRunIds(groupId, count);
  if (options.resume !== undefined) {
    throw new MayflyError("usage", "Expected one task for resume, but got a count of tasks.");
  }
  const given = crawlerEnvironment(options);
  checkGivenVariables(options);
  const outputs = options.docker === undefined ? await stackOf(options) : null;
  if (outputs === null) {
    throw new MayflyError("usage", "Expected a stack for a count of tasks: they run on Fargate.");
  }
  const kept = resultsInBucket(given, outputs, groupId, true);
  const environment = lastingSettings(kept, outputs, options);
  requireWritable(environment, outputs);
  checkTogether(options, environment);
  runTaskRequest(outputs, { runId: groupId, environment }, launch);
  const base = options.out ?? defaultBase;
  // All or none: an id that is taken is refused before there is a run.
  for (const runId of runIds) newRunFolder(base, runId);
  const createdAt = isoTime(systemClock.now());
  const records = runIds.map((runId, place) => {
    const group = { id: groupId, index: place + 1, count };
    return newRecord(runId, options, environment, createdAt, outputs, group);
  });
  const folders = runIds.map((runId) => createRunFolder(base, runId));
  for (const folder of folders) takeOwnership(folder);
  const tasks = new TaskGroup(
    { outputs, id: groupId, clock: systemClock },
    records.map(() => null),
  );
  const runs = records.flatMap((record, index) => {
    const folder = folders[index];
    if (folder === undefined) return [];
    const place = fargatePlace(outputs, record, { launch: launch ?? {}, environment }, tasks);
    return [beginRun(folder, record, place, undefined, true)];
  });
  const group = new RunGroup(groupId, runs);
  const onAbort = (): void => {
    group.stop("Stopped by an AbortSignal.");
  };
  if (signal?.aborted === true) onAbort();
  signal?.addEventListener("abort", onAbort, { once: true });
  void group.finished
    .catch(() => undefined)
    .finally(() => signal?.removeEventListener("abort", onAbort));
  return group;
}
