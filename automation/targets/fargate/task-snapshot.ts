import type { ContainerSnapshot, TaskSnapshot, TaskTimes } from "../../lifecycle/task-snapshot.ts";
import type { AwsAttachment, AwsContainer, AwsTask } from "./aws-api.ts";

const timeNames: readonly (keyof TaskTimes)[] = [
  "createdAt",
  "connectivityAt",
  "pullStartedAt",
  "pullStoppedAt",
  "startedAt",
  "stoppingAt",
  "executionStoppedAt",
  "stoppedAt",
];

/**
 * A task of ECS in Mayfly's words. Nothing is refused: an unknown word is carried, an absent status is UNKNOWN, a task that
 * failed to start may have no container. `taskId` is the name by which the run knows it; `healthChecked` are the containers
 * with a health check, since ECS says UNKNOWN of the others for ever.
 */
export function fargateSnapshot(
  task: AwsTask,
  taskId: string,
  healthChecked: readonly string[],
): TaskSnapshot {
  const eni = eniOf(task);
  const details = detailsOf(eni);
  const [address] = (task.containers ?? []).flatMap(({ networkInterfaces }) =>
    (networkInterfaces ?? []).map(({ privateIpv4Address }) => privateIpv4Address),
  );
  return withoutAbsent({
    taskId,
    version: task.version ?? 0,
    lastStatus: task.lastStatus ?? "UNKNOWN",
    desiredStatus: task.desiredStatus ?? "UNKNOWN",
    stopCode: task.stopCode,
    stoppedReason: task.stoppedReason,
    containers: (task.containers ?? []).map((container) =>
      containerSnapshot(container, healthChecked),
    ),
    privateAddress: details.get("privateIPv4Address") ?? address,
    eniId: details.get("networkInterfaceId"),
    eniStatus: eni?.status,
    taskArn: task.taskArn,
    capacityProviderName: task.capacityProviderName,
    platformVersion: task.platformVersion,
    availabilityZone: task.availabilityZone,
    cpu: wholeNumber(task.cpu),
    memoryMiB: wholeNumber(task.memory),
    ephemeralStorageGiB: task.ephemeralStorage?.sizeInGiB,
    ...Object.fromEntries(timeNames.map((name) => [name, isoTime(task[name])])),
  });
}

function containerSnapshot(
  container: AwsContainer,
  healthChecked: readonly string[],
): ContainerSnapshot {
  const { name = "", lastStatus = "UNKNOWN", healthStatus } = container;
  const { exitCode, reason, image, imageDigest } = container;
  const hasHealth = healthStatus !== "UNKNOWN" || healthChecked.includes(name);
  return withoutAbsent({
    name,
    lastStatus,
    healthStatus: hasHealth ? healthStatus : undefined,
    exitCode,
    reason,
    image,
    imageDigest,
  });
}

/** The network interface. Its type is `ElasticNetworkInterface` in answers and `eni` in events. */
function eniOf({ attachments }: AwsTask): AwsAttachment | undefined {
  return attachments?.find(({ type }) => /^(eni|ElasticNetworkInterface)$/i.test(type ?? ""));
}

function detailsOf(eni: AwsAttachment | undefined): ReadonlyMap<string, string> {
  const details = (eni?.details ?? []).flatMap(({ name, value }) =>
    name === undefined || value === undefined ? [] : [[name, value] as const],
  );
  return new Map(details);
}

function isoTime(time: Date | undefined): string | undefined {
  return time === undefined || Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** The value without its absent parts, as JSON has it: so a snapshot and its text are the same. */
export function withoutAbsent<Whole extends object>(value: {
  readonly [Name in keyof Whole]: Whole[Name] | undefined;
}): Whole {
  return Object.fromEntries(
    Object.entries(value).filter(([, part]) => part !== undefined),
  ) as unknown as Whole;
}
