import type {
  DescribeClustersRequest,
  DescribeTaskDefinitionRequest,
  DescribeTasksRequest,
  StopTaskRequest,
} from "@aws-sdk/client-ecs";
import { AwsError, invalidParameter } from "./aws-error.ts";
import type { Operations } from "./calls.ts";
import type { RunTaskFailure } from "./faults.ts";
import { listTasks } from "./list-tasks.ts";
import { TaskLauncher } from "./run-task.ts";
import { taskDefinition } from "./stack.ts";
import { wireTask } from "./wire-task.ts";
import type { World } from "./world.ts";

/** ECS, and RunTask as a fault has it: so many started, failures for the rest. */
export function ecsOperations(world: World): {
  readonly operations: Operations;
  readonly runSome: (
    input: Readonly<Record<string, unknown>>,
    started: number,
    failures: readonly RunTaskFailure[],
  ) => object;
} {
  const launcher = new TaskLauncher(world);
  const answer = (indices: readonly number[], failures: readonly RunTaskFailure[]) => ({
    tasks: indices
      .flatMap((index) => world.tasks[index] ?? [])
      .map((task) => wireTask(world, task)),
    failures,
  });
  return {
    operations: {
      RunTask: (input) => answer(launcher.run(input), []),
      DescribeTasks: (input) => describeTasks(world, input),
      ListTasks: (input) => listTasks(world, input),
      StopTask: (input) => stopTask(world, input as unknown as StopTaskRequest),
      DescribeTaskDefinition: (input) => {
        const { taskDefinition: name } = input as unknown as DescribeTaskDefinitionRequest;
        const { taskDefinitionArn, taskDefinitionFamily } = world.outputs;
        if (name === undefined || !`${taskDefinitionArn} ${taskDefinitionFamily}`.includes(name)) {
          throw new AwsError("ClientException", "Unable to describe task definition.");
        }
        const status = world.faults.taskDefinitionInactive ? "INACTIVE" : "ACTIVE";
        return { taskDefinition: taskDefinition(world.outputs, status), tags: [] };
      },
      DescribeClusters: (input) => describeClusters(world, input),
    },
    runSome: (input, started, failures) => answer(launcher.run(input, started), failures),
  };
}

/** The last task first: nothing says that tasks come in the order in which they were asked for. */
function describeTasks(world: World, input: Readonly<Record<string, unknown>>): object {
  const { cluster, tasks = [], include = [] } = input as unknown as DescribeTasksRequest;
  checkCluster(world, cluster);
  if (tasks.length === 0) throw invalidParameter("Tasks cannot be empty.");
  if (tasks.length > 100) throw invalidParameter("Tasks cannot have more than 100 elements.");
  const found = tasks.map((reference) => ({ reference, task: world.find(reference) }));
  return {
    tasks: found
      .flatMap(({ task }) => task ?? [])
      .map((task) => wireTask(world, task, include.includes("TAGS")))
      .reverse(),
    failures: found
      .filter(({ task }) => task === undefined)
      .map(({ reference }) => ({ arn: arnOf(world, reference), reason: "MISSING" })),
  };
}

function stopTask(world: World, { cluster, task, reason }: StopTaskRequest): object {
  checkCluster(world, cluster);
  const found = world.find(task ?? "");
  if (found === undefined) throw invalidParameter("The referenced task was not found.");
  return { task: wireTask(world, world.stop(found, reason)) };
}

function describeClusters(world: World, input: Readonly<Record<string, unknown>>): object {
  const { clusters = ["default"] } = input as unknown as DescribeClustersRequest;
  const { clusterArn, clusterName } = world.outputs;
  const statuses = world.tasks.map((task) => world.state(task).lastStatus);
  const cluster = {
    clusterArn,
    clusterName,
    status: "ACTIVE",
    registeredContainerInstancesCount: 0,
    runningTasksCount: statuses.filter((status) => status === "RUNNING").length,
    pendingTasksCount: statuses.filter((status) => /^P|^ACTIV/.test(status)).length,
    activeServicesCount: 0,
    capacityProviders: ["FARGATE", "FARGATE_SPOT"],
  };
  const missing = clusters.filter((name) => !world.hasCluster(name));
  return {
    clusters: missing.length < clusters.length ? [cluster] : [],
    failures: missing.map((name) => ({
      arn: name.startsWith("arn:") ? name : clusterArn.replace(clusterName, name),
      reason: "MISSING",
    })),
  };
}

function checkCluster(world: World, cluster: string | undefined): void {
  if (world.hasCluster(cluster)) return;
  throw new AwsError("ClusterNotFoundException", "Cluster not found.");
}

function arnOf({ outputs }: World, reference: string): string {
  return reference.startsWith("arn:")
    ? reference
    : `${outputs.clusterArn.replace(":cluster/", ":task/")}/${reference}`;
}
