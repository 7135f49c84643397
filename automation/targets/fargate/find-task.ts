import type { AwsApi, AwsTask, ListTasksInput } from "./aws-api.ts";
import { AwsError } from "./aws-error.ts";
import { byAge, type StartedTask } from "./launch-failure.ts";

/** Most tasks that DescribeTasks takes at once. */
export const mostDescribed = 100;

/** The task of that ARN; null when ECS does not know it (yet, or any more): it forgets a stopped task within the hour. */
export async function describeOne(
  aws: AwsApi,
  cluster: string,
  taskArn: string,
  signal: AbortSignal,
): Promise<AwsTask | null> {
  const { tasks, failures } = await aws.describeTasks({ cluster, tasks: [taskArn] }, signal);
  const task = tasks?.find((candidate) => candidate.taskArn === taskArn) ?? tasks?.[0];
  if (task !== undefined) return task;
  const failure = failures?.find(({ reason }) => reason !== undefined && reason !== "MISSING");
  if (failure === undefined) return null;
  const said = [failure.reason, failure.detail].filter(Boolean).join(": ");
  throw new AwsError("other", `ECS could not describe the task: ${said}.`, said);
}

/** The newest task that was started for `startedBy`, one that shall run before one that has stopped; null when ECS lists none. */
export async function findTask(
  aws: AwsApi,
  cluster: string,
  startedBy: string,
  signal: AbortSignal,
): Promise<StartedTask | null> {
  for (const filter of filtersFor(startedBy)) {
    const newest = (await listStarted(aws, cluster, startedBy, filter, signal)).at(-1);
    if (newest !== undefined) return newest;
  }
  return null;
}

/** All tasks that were started for `startedBy` and that ECS knows, oldest first. */
export async function findTasks(
  aws: AwsApi,
  cluster: string,
  startedBy: string,
  signal: AbortSignal,
): Promise<readonly StartedTask[]> {
  const lists = [];
  for (const filter of filtersFor(startedBy)) {
    lists.push(await listStarted(aws, cluster, startedBy, filter, signal));
  }
  // One that stopped between the two lists is in both.
  const byArn = new Map(lists.flat().map((task) => [task.taskArn, task]));
  return [...byArn.values()].sort(byAge);
}

/**
 * First those that shall run: `startedBy` must be the only filter then. Of the stopped ones ECS lists all, and their
 * descriptions say who started them.
 */
function filtersFor(startedBy: string) {
  return [{ startedBy }, { desiredStatus: "STOPPED" }] as const;
}

async function listStarted(
  aws: AwsApi,
  cluster: string,
  startedBy: string,
  filter: ReturnType<typeof filtersFor>[number],
  signal: AbortSignal,
): Promise<readonly StartedTask[]> {
  const arns = await listAll(aws, { cluster, ...filter }, signal);
  const tasks = await describeAll(aws, cluster, arns, signal);
  return tasks
    .flatMap((task) => (task.taskArn === undefined ? [] : [{ ...task, taskArn: task.taskArn }]))
    .filter((task) => task.startedBy === startedBy)
    .sort(byAge);
}

/** The tasks of these ARNs that ECS knows, however many there are. */
export async function describeAll(
  aws: AwsApi,
  cluster: string,
  arns: readonly string[],
  signal: AbortSignal,
): Promise<readonly AwsTask[]> {
  const tasks: AwsTask[] = [];
  for (let index = 0; index < arns.length; index += mostDescribed) {
    const batch = arns.slice(index, index + mostDescribed);
    const answer = await aws.describeTasks({ cluster, tasks: batch }, signal);
    tasks.push(...(answer.tasks ?? []));
  }
  return tasks;
}

/** ARNs of all tasks that ECS lists for a filter, over all pages. */
export async function listAll(
  aws: AwsApi,
  input: ListTasksInput,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const arns: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await aws.listTasks(
      nextToken === undefined ? input : { ...input, nextToken },
      signal,
    );
    arns.push(...(page.taskArns ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return arns;
}
