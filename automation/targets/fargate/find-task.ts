import type { AwsApi, AwsTask, ListTasksInput } from "./aws-api.ts";
import { AwsError } from "./aws-error.ts";

/** Most tasks that DescribeTasks takes at once. */
const batchSize = 100;

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

/**
 * The task that was started for `startedBy`; null when ECS lists none. First among those that shall run: `startedBy` must be
 * the only filter then. Of the stopped ones ECS lists all, and their descriptions say who started them.
 */
export async function findTask(
  aws: AwsApi,
  cluster: string,
  startedBy: string,
  signal: AbortSignal,
): Promise<AwsTask | null> {
  for (const filter of [{ startedBy }, { desiredStatus: "STOPPED" }] as const) {
    const arns = await listAll(aws, { cluster, ...filter }, signal);
    const tasks = await describeAll(aws, cluster, arns, signal);
    const [newest] = tasks
      .filter((task) => task.startedBy === startedBy)
      .sort((one, other) => createdMs(other) - createdMs(one));
    if (newest !== undefined) return newest;
  }
  return null;
}

/** The tasks of these ARNs that ECS knows, however many there are. */
export async function describeAll(
  aws: AwsApi,
  cluster: string,
  arns: readonly string[],
  signal: AbortSignal,
): Promise<readonly AwsTask[]> {
  const tasks: AwsTask[] = [];
  for (let index = 0; index < arns.length; index += batchSize) {
    const batch = arns.slice(index, index + batchSize);
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

function createdMs({ createdAt }: AwsTask): number {
  return createdAt?.getTime() ?? 0;
}
