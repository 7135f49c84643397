import type { ListTasksRequest } from "@aws-sdk/client-ecs";
import { AwsError, invalidParameter } from "./aws-error.ts";
import type { World } from "./world.ts";

/**
 * ListTasks: what ECS wants to run, unless `desiredStatus` says otherwise; up to 100 a page.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTasks.html
 */
export function listTasks(world: World, input: Readonly<Record<string, unknown>>): object {
  const { cluster, startedBy, family, nextToken, ...request } = input as ListTasksRequest;
  if (!world.hasCluster(cluster)) {
    throw new AwsError("ClusterNotFoundException", "Cluster not found.");
  }
  const alone = family === undefined && request.desiredStatus === undefined;
  if (startedBy !== undefined && world.faults.startedByAlone && !alone) {
    throw invalidParameter("StartedBy cannot be combined with other filters.");
  }
  const { desiredStatus = "RUNNING", maxResults = 100 } = request;
  const matching = world.tasks.filter(
    (task) =>
      world.knows(task) &&
      world.state(task).desiredStatus === desiredStatus &&
      (startedBy === undefined || task.request.startedBy === startedBy) &&
      (family === undefined || family === world.outputs.taskDefinitionFamily),
  );
  const from = nextToken === undefined ? 0 : Number(nextToken);
  const until = from + maxResults;
  return {
    taskArns: matching.slice(from, until).map(({ arn }) => arn),
    ...(until < matching.length ? { nextToken: String(until) } : {}),
  };
}
