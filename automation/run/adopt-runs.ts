import type { StackOutputs } from "../../infra/outputs.ts";
import { containerNames } from "../../infra/container-definitions.ts";
import { systemClock } from "../clock.ts";
import { MayflyError } from "../errors.ts";
import { transientStart } from "../lifecycle/transient-start.ts";
import { awsApi } from "../targets/fargate/aws.ts";
import type { AwsApi } from "../targets/fargate/aws-api.ts";
import { findTasks } from "../targets/fargate/find-task.ts";
import type { StartedTask } from "../targets/fargate/launch-failure.ts";
import { startedByOf } from "../targets/fargate/task-names.ts";
import { fargateSnapshot } from "../targets/fargate/task-snapshot.ts";
import { adoptedRecord } from "./adopted-record.ts";
import type { FoundRuns } from "./find-runs.ts";
import { groupRunIds } from "./group-ids.ts";
import { Journal } from "./journal.ts";
import type { RunGroupPlace } from "./record.ts";
import { createRunFolder, type RunFolder } from "./run-folder.ts";
import { runIdPattern } from "./run-id.ts";

/** Milliseconds in which ECS must have said which tasks there are. */
const findMs = 60_000;

/**
 * Makes run folders below `base` for a run, or a group of runs, that was started elsewhere: ECS knows its tasks by
 * `startedBy`. From then on they are like any others. Throws `MayflyError` (runNotFound) when ECS knows no such task: it
 * forgets a stopped one within the hour.
 */
export async function adoptRuns(
  base: string,
  wanted: string,
  outputs: StackOutputs,
  aws: AwsApi = awsApi({ region: outputs.region }),
): Promise<FoundRuns> {
  for (const [groupId, index] of possibleOwners(wanted)) {
    const tasks = await lastTasks(aws, outputs, groupId);
    if (tasks.length < index) continue;
    const isGroup = tasks.length > 1;
    const runIds = isGroup ? groupRunIds(groupId, tasks.length) : [groupId];
    const folders = tasks.flatMap((task, place) => {
      const runId = runIds[place];
      if (runId === undefined) return [];
      const group = isGroup ? { id: groupId, index: place + 1, count: tasks.length } : null;
      return [makeFolder(base, runId, task, outputs, group)];
    });
    const [first, ...rest] = folders;
    const chosen = folders[index - 1];
    if (first === undefined) continue;
    return groupId === wanted || chosen === undefined
      ? { folders: [first, ...rest], groupId: isGroup ? groupId : null }
      : { folders: [chosen], groupId: null };
  }
  throw new MayflyError(
    "runNotFound",
    `There is no run "${wanted}" in ${base}, and ECS knows no task of it in cluster ${outputs.clusterName}: it forgets a stopped task within the hour.`,
  );
}

/** The run itself, or else the group of which it may be one: `crawl-07` is the seventh of `crawl`. */
function possibleOwners(wanted: string): readonly (readonly [groupId: string, index: number])[] {
  if (!runIdPattern.test(wanted)) return [];
  const [, groupId, place] = /^(.+)-(\d{1,3})$/.exec(wanted) ?? [];
  const own = [wanted, 1] as const;
  return groupId === undefined || Number(place) < 1 ? [own] : [own, [groupId, Number(place)]];
}

/** Tasks of a run without those in whose place others were started. */
async function lastTasks(
  aws: AwsApi,
  { clusterArn }: StackOutputs,
  runId: string,
): Promise<readonly StartedTask[]> {
  const signal = AbortSignal.timeout(findMs);
  const tasks = await findTasks(aws, clusterArn, startedByOf(runId), signal);
  const last = tasks.filter(
    (task) => transientStart(fargateSnapshot(task, runId, []), containerNames.crawler) === null,
  );
  return last.length === 0 ? tasks.slice(-1) : last;
}

function makeFolder(
  base: string,
  runId: string,
  task: StartedTask,
  outputs: StackOutputs,
  group: RunGroupPlace | null,
): RunFolder {
  const folder = createRunFolder(base, runId);
  const record = adoptedRecord(runId, task, outputs, group, systemClock.now());
  const containers = Object.values(containerNames);
  const journal = new Journal(folder, record, containers, systemClock, () => undefined);
  try {
    journal.start();
    journal.fold(fargateSnapshot(task, runId, [outputs.containerNames.selenium]));
    journal.save();
  } finally {
    journal.close();
  }
  return folder;
}
