/** Leaves out what AWS still lists by its tags though it is gone: inactive clusters and task definitions of ECS, and tasks. */
import type { ECSClient } from "@aws-sdk/client-ecs";
import { awsError } from "../targets/fargate/aws-error.ts";
import { withoutNodeWarning } from "../targets/fargate/node-warning.ts";
import { kindOf } from "./resource-kinds.ts";
import type { TaggedResource } from "./tagged-environment.ts";

/**
 * Resources without those of ECS that are gone: a cluster is listed for hours after it was deleted, and a revision of a task
 * definition for ever, since `mayfly down` can do no more than make it inactive. Tasks go with their cluster, and are left
 * out, too. Throws `AwsError`.
 */
export async function activeOnly(
  resources: readonly TaggedResource[],
  region: string,
  signal: AbortSignal,
): Promise<readonly TaggedResource[]> {
  const sdk = await import("@aws-sdk/client-ecs");
  const client = withoutNodeWarning(() => new sdk.ECSClient({ region }));
  const active: TaggedResource[] = [];
  try {
    for (const resource of resources) {
      const { arn } = resource;
      const kind = kindOf(arn)?.kind;
      if (/:ecs:.*:task\//.test(arn)) continue;
      if (kind === "cluster" && !(await isActiveCluster(client, arn, signal))) continue;
      if (kind === "taskDefinition" && !(await isActiveDefinition(client, arn, signal))) continue;
      active.push(resource);
    }
  } catch (error) {
    throw awsError(error, { action: "ecs:DescribeClusters, ecs:DescribeTaskDefinition", region });
  } finally {
    client.destroy();
  }
  return active;
}

async function isActiveCluster(
  client: ECSClient,
  arn: string,
  abortSignal: AbortSignal,
): Promise<boolean> {
  const { DescribeClustersCommand } = await import("@aws-sdk/client-ecs");
  const command = new DescribeClustersCommand({ clusters: [arn] });
  const { clusters: [found] = [] } = await client.send(command, { abortSignal });
  return found !== undefined && found.status !== "INACTIVE";
}

async function isActiveDefinition(
  client: ECSClient,
  taskDefinition: string,
  abortSignal: AbortSignal,
): Promise<boolean> {
  const { DescribeTaskDefinitionCommand } = await import("@aws-sdk/client-ecs");
  const command = new DescribeTaskDefinitionCommand({ taskDefinition });
  try {
    const { taskDefinition: found } = await client.send(command, { abortSignal });
    return found?.status === "ACTIVE";
  } catch (error) {
    // What ECS says of one that was deleted.
    if (error instanceof Error && error.name === "ClientException") return false;
    throw error;
  }
}
