import { parseStackOutputs } from "../../infra/outputs.ts";
import { systemClock, type Clock } from "../clock.ts";
import type { AwsApi } from "../targets/fargate/aws-api.ts";
import { awsApi } from "../targets/fargate/aws.ts";

/** Milliseconds in which tasks must have stopped: both stop time-outs and some room. */
const stopMs = 180_000;
const pollMs = 2000;

/**
 * Stops what still runs in a cluster and waits until it has stopped: ECS deletes no cluster, and EC2 no security group, with
 * tasks in it, and the engine would try for ten minutes. Resolves with the number of tasks that were stopped.
 */
export async function stopTasks(
  cluster: string,
  aws: AwsApi,
  signal: AbortSignal,
  clock: Clock = systemClock,
): Promise<number> {
  const found = await tasksOf(cluster, aws, signal);
  for (const task of found) {
    await aws.stopTask({ cluster, task, reason: "Stopped by mayfly down." }, signal);
  }
  const deadlineMs = clock.now() + stopMs;
  for (let left = found; left.length > 0 && clock.now() < deadlineMs;) {
    await clock.sleep(pollMs, signal);
    const stopped = new Set<string>();
    for (let from = 0; from < left.length; from += 100) {
      const { tasks = [] } = await aws.describeTasks(
        { cluster, tasks: left.slice(from, from + 100) },
        signal,
      );
      for (const { taskArn, lastStatus } of tasks) {
        if (lastStatus === "STOPPED" && taskArn !== undefined) stopped.add(taskArn);
      }
    }
    left = left.filter((task) => !stopped.has(task));
  }
  return found.length;
}

/**
 * The same for a stack that is about to be taken down, by its raw outputs; nothing where they are not those of Mayfly. What
 * AWS refuses is told and does not stop the `down`: a cluster that is gone has no tasks.
 */
export async function stopTasksOf(
  rawOutputs: Readonly<Record<string, unknown>>,
  tell: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const outputs = outputsOrNull(rawOutputs);
  if (outputs === null) return;
  try {
    const count = await stopTasks(outputs.clusterArn, awsApi({ region: outputs.region }), signal);
    if (count > 0) tell(`Stopped ${count} ${count === 1 ? "task" : "tasks"} of the cluster.`);
  } catch (error) {
    signal.throwIfAborted();
    const said = error instanceof Error ? error.message : String(error);
    tell(`The tasks of the cluster could not be stopped: ${said}`);
  }
}

function outputsOrNull(raw: Readonly<Record<string, unknown>>) {
  try {
    return parseStackOutputs(raw);
  } catch {
    return null;
  }
}

async function tasksOf(
  cluster: string,
  aws: AwsApi,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const found: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await aws.listTasks(
      { cluster, desiredStatus: "RUNNING", ...(nextToken === undefined ? {} : { nextToken }) },
      signal,
    );
    found.push(...(page.taskArns ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return found;
}
