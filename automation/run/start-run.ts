import { environmentNames } from "../../crawler/src/contract.ts";
import type { StackOutputs } from "../../infra/outputs.ts";
import { isoTime, systemClock } from "../clock.ts";
import { checkTogether, crawlerEnvironment } from "../crawler-environment.ts";
import { messageOf, MayflyError } from "../errors.ts";
import { sweep } from "../targets/agent/sweep.ts";
import type { DockerOptions } from "../targets/docker/docker-options.ts";
import { dockerTask } from "../targets/docker/task-of-options.ts";
import { withDeadline } from "../targets/fargate/call-deadline.ts";
import { runTaskRequest } from "../targets/fargate/run-task-request.ts";
import type { TaskGroup } from "../targets/fargate/task-group.ts";
import { dockerPlace, localPlace, startedAgentPlace } from "./agent-place.ts";
import { beginRun } from "./begin-run.ts";
import { copyEarlierPages } from "./earlier-pages.ts";
import { earlierRun, requireKept, resumedSettings, type EarlierRun } from "./earlier-run.ts";
import { fetchRun, localResults } from "./fetch-run.ts";
import { fargatePlace, stackOf } from "./fargate-place.ts";
import { tasksOf } from "./group-of.ts";
import { checkGivenVariables } from "./given-variables.ts";
import { goOnFrom, newRecord } from "./new-record.ts";
import { takeOwnership } from "./owner.ts";
import type { MakePlace } from "./place.ts";
import { readRecord, type RunRecord } from "./record.ts";
import { requireWritable, resultsInBucket, resultsInFolder } from "./results-place.ts";
import type { Run } from "./run.ts";
import {
  createRunFolder,
  defaultBase,
  listRunIds,
  newRunFolder,
  runFolder,
  type RunFolder,
} from "./run-folder.ts";
import { newRunId } from "./run-id.ts";
import type { RunOptions } from "./run-options.ts";
import { placeWithList, withUrlList } from "./url-list.ts";
import { lastingSettings } from "./within-lifetime.ts";

/** Milliseconds in which what an earlier run kept must have been fetched. */
const fetchMs = 600_000;

/**
 * Starts a run and conducts it in the background. Resolves as soon as the run has its folder and its first event.
 * Throws `MayflyError` for bad options and for a folder that cannot be written; whatever goes wrong later is told by the
 * run's events and its result.
 */
export async function run(options: RunOptions): Promise<Run> {
  options.signal?.throwIfAborted();
  const given = crawlerEnvironment(options);
  checkGivenVariables(options);
  requirePort(options.port);
  const base = options.out ?? defaultBase;
  const { resume } = options;
  const earlier =
    resume === undefined
      ? null
      : await earlierRun(base, resume, async (dead) => await resumeRun(dead)?.finished);
  if (earlier !== null) await requireKept(earlier, options.signal ?? new AbortController().signal);
  // A crawl goes on where it was, unless another place is named.
  const isElsewhere = options.stack !== undefined || options.outputs !== undefined;
  const docker =
    options.docker ?? (isElsewhere ? undefined : (earlier?.record.docker ?? undefined));
  const stack = await stackOf(options);
  const outputs = docker === undefined ? (stack ?? earlier?.record.stackOutputs ?? null) : null;
  const runId = options.runId ?? newRunId(systemClock.now());
  const settings = earlier === null ? given : resumedSettings(earlier, given);
  const settled =
    outputs === null
      ? resultsInFolder(settings, newRunFolder(base, runId))
      : lastingSettings(resultsInBucket(settings, outputs, runId, false), outputs, options);
  if (outputs !== null) requireWritable(settled, outputs);
  checkTogether(options, settled);
  const { environment, list } = withUrlList(settled, runId, outputs !== null);
  // Before there is a run: what ECS would refuse, such as overrides that are too large.
  if (outputs !== null) runTaskRequest(outputs, { runId, environment }, options.launch);
  const task =
    docker === undefined
      ? null
      : dockerTask(docker, {
          ...options,
          outputs: stack,
          settings: environment,
          environment: process.env,
        });
  const now = systemClock.now();
  const kept = docker === undefined ? options : { ...options, docker: dockerKept(docker, stack) };
  const begun = newRecord(runId, kept, environment, isoTime(now), outputs);
  for (const dead of await sweep(listRunIds(base).map((id) => runFolder(base, id).task))) {
    // Its conductor died with it; a record that cannot be brought to its end is no reason not to run.
    await resumeRun(runFolder(base, dead))?.finished.catch(() => null);
  }
  if (earlier !== null) await fetchEarlier(earlier, options);
  const folder = createRunFolder(base, runId);
  takeOwnership(folder);
  const record =
    earlier === null ? begun : goOnFrom(begun, earlier, await copyEarlierPages(earlier, folder));
  const place =
    task !== null
      ? dockerPlace(folder, base, task)
      : outputs === null
        ? await localPlace(folder, base, options, environment)
        : fargatePlace(outputs, record, { launch: options.launch ?? {}, environment });
  const location = environment[environmentNames.results] ?? "";
  const ready = list === null ? place : placeWithList(place, list, location, outputs?.region);
  return beginRun(folder, record, ready, options.signal, true);
}

/**
 * Goes on with a run whose conductor died: what its task sent since then is kept, and the verdict given. Null when it has
 * ended, or another process conducts it. `tasks` are those of its group, where this process goes on with several; `signal` stops it.
 */
export function resumeRun(folder: RunFolder, tasks?: TaskGroup, signal?: AbortSignal): Run | null {
  if (readRecord(folder).status === "finished" || !takeOwnership(folder)) return null;
  // Read again: whoever conducted it may have finished it since.
  const record = readRecord(folder);
  if (record.status === "finished") return null;
  return beginRun(folder, record, placeOf(folder, record, tasks), signal, false);
}

/** Where the task of a run is that was started before. */
export function placeOf(
  folder: RunFolder,
  record: RunRecord,
  tasks: TaskGroup | undefined = tasksOf(folder, record),
): MakePlace {
  const { stackOutputs, target } = record;
  return stackOutputs === null
    ? startedAgentPlace(folder, target === "docker" ? "docker" : "local")
    : fargatePlace(stackOutputs, record, undefined, tasks);
}

/** What the earlier crawl kept in a bucket, and its log may have lost: the new run has all of its pages. */
async function fetchEarlier(
  { folder, record }: EarlierRun,
  { signal, log }: RunOptions,
): Promise<void> {
  try {
    const never = new AbortController().signal;
    const to = localResults(folder, record);
    await withDeadline(fetchMs, signal ?? never, async (within) => fetchRun(record, to, within));
  } catch (error) {
    signal?.throwIfAborted();
    log?.(`What run ${folder.runId} kept could not be fetched: ${messageOf(error)}`);
  }
}

/** What says how to make the same task again, also when the stack is gone. */
function dockerKept(docker: DockerOptions, stack: StackOutputs | null): DockerOptions {
  if (stack === null) return docker;
  const { images, cpu, memoryMiB } = stack;
  const ofStack = {
    seleniumImage: images.selenium,
    cpu,
    memoryMiB,
    ...(docker.build === true ? {} : { crawlerImage: images.crawler }),
  };
  return { ...ofStack, ...docker };
}

function requirePort(port: number | undefined): void {
  if (port === undefined || (Number.isInteger(port) && port > 0 && port < 65_536)) return;
  throw new MayflyError(
    "usage",
    `Expected a whole number from 1 to 65535 for port, but got ${String(port)}.`,
  );
}
