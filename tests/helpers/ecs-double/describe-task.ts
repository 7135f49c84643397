import { networkInterface, type NetworkInterface } from "./network-interface.ts";
import { taskTimes } from "./script.ts";
import { stateAt, type TaskState } from "./state.ts";
import { uuidOf } from "./uuid.ts";
import type { LaunchedTask, World } from "./world.ts";

/**
 * A task as DescribeTasks and events describe it, `ms` after its RunTask. Times are milliseconds since the epoch, by the
 * services' clock: the wire has them as seconds in answers and as text in events.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html
 */
export interface TaskDescription {
  readonly task: Readonly<Record<string, unknown>>;
  readonly times: Readonly<Record<string, number>>;
  readonly eni: NetworkInterface | undefined;
}

export function describeTask(world: World, task: LaunchedTask, ms: number): TaskDescription {
  const state = stateAt(task.script, ms);
  const { request } = task;
  const { outputs } = world;
  const eni = networkInterface(world, task, state);
  const times: Record<string, number> = { createdAt: world.serverTime(task.createdAt) };
  for (const name of taskTimes) {
    const after = state.times[name];
    if (after !== undefined) times[name] = world.serverTime(task.createdAt + after);
  }
  const description = {
    attributes: [{ name: "ecs.cpu-architecture", value: outputs.cpuArchitecture.toLowerCase() }],
    availabilityZone: `${outputs.region}a`,
    ...(request.launchType === undefined ? { capacityProviderName: capacityOf(world, task) } : {}),
    clusterArn: outputs.clusterArn,
    connectivity: state.connectivity,
    containers: state.listsContainers ? containers(world, task, state, eni) : [],
    cpu: request.overrides?.cpu ?? String(outputs.cpu),
    desiredStatus: state.desiredStatus,
    enableExecuteCommand: request.enableExecuteCommand ?? false,
    group: request.group ?? `family:${outputs.taskDefinitionFamily}`,
    healthStatus: healthOf(state),
    lastStatus: state.lastStatus,
    launchType: "FARGATE",
    memory: request.overrides?.memory ?? String(outputs.memoryMiB),
    overrides: { containerOverrides: [], inferenceAcceleratorOverrides: [], ...request.overrides },
    platformVersion: "1.4.0",
    platformFamily: "Linux",
    startedBy: request.startedBy,
    stopCode: state.stopCode,
    stoppedReason: state.stoppedReason,
    taskArn: task.arn,
    taskDefinitionArn: outputs.taskDefinitionArn,
    version: state.version,
    ephemeralStorage: { sizeInGiB: request.overrides?.ephemeralStorage?.sizeInGiB ?? 20 },
  };
  return { task: description, times, eni };
}

function containers(
  { outputs }: World,
  task: LaunchedTask,
  state: TaskState,
  eni: NetworkInterface | undefined,
): readonly object[] {
  const images: Readonly<Record<string, string>> = outputs.images;
  return Object.entries(state.containers).map(([name, container]) => ({
    containerArn: `${task.arn.replace(":task/", ":container/")}/${uuidOf(`${task.id} ${name}`)}`,
    taskArn: task.arn,
    name,
    image: images[name],
    ...container,
    ...(container.runtimeId === undefined
      ? {}
      : { runtimeId: `${task.id}-${container.runtimeId}` }),
    networkBindings: [],
    networkInterfaces: eni?.exists
      ? [{ attachmentId: eni.attachmentId, privateIpv4Address: eni.privateIp }]
      : [],
    healthStatus: container.healthStatus ?? "UNKNOWN",
    cpu: "0",
  }));
}

/** The strategy's provider with the largest base or weight, or what the cluster's default strategy says. */
function capacityOf({ outputs }: World, { request }: LaunchedTask): string {
  const [first] = [...(request.capacityProviderStrategy ?? [])].sort(
    (a, b) => (b.base ?? 0) - (a.base ?? 0) || (b.weight ?? 0) - (a.weight ?? 0),
  );
  const provider = outputs.capacity === "onDemand" ? "FARGATE" : "FARGATE_SPOT";
  return first?.capacityProvider ?? provider;
}

/** Of the containers with a health check. */
function healthOf({ containers: all }: TaskState): string {
  const told = Object.values(all).flatMap(({ healthStatus }) => healthStatus ?? []);
  if (told.includes("UNHEALTHY")) return "UNHEALTHY";
  return told.length > 0 && told.every((health) => health === "HEALTHY") ? "HEALTHY" : "UNKNOWN";
}
