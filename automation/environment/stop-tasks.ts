import { parseStackOutputs } from "../../infra/outputs.ts";
import { systemClock, type Clock } from "../clock.ts";
import { messageOf } from "../errors.ts";
import type { AwsApi } from "../targets/fargate/aws-api.ts";
import { awsApi } from "../targets/fargate/aws.ts";
import { describeAll, listAll } from "../targets/fargate/find-task.ts";

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
  const found = await listAll(aws, { cluster, desiredStatus: "RUNNING" }, signal);
  for (const task of found) {
    await aws.stopTask({ cluster, task, reason: "Stopped by mayfly down." }, signal);
  }
  const deadlineMs = clock.now() + stopMs;
  for (let left = found; left.length > 0 && clock.now() < deadlineMs;) {
    await clock.sleep(pollMs, signal);
    const tasks = await describeAll(aws, cluster, left, signal);
    const stopped = tasks.filter(({ lastStatus }) => lastStatus === "STOPPED");
    const arns = new Set(stopped.map(({ taskArn }) => taskArn));
    left = left.filter((task) => !arns.has(task));
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
    tell(`The tasks of the cluster could not be stopped: ${messageOf(error)}`);
  }
}

function outputsOrNull(raw: Readonly<Record<string, unknown>>) {
  try {
    return parseStackOutputs(raw);
  } catch {
    return null;
  }
}
