import type { AwsContainer, AwsTask, AwsAttachment } from "./aws-api.ts";

/** What EventBridge tells of one task. */
export interface TaskEvent {
  /** The task as it was then, as DescribeTasks has it, without tags. */
  readonly task: AwsTask & { readonly taskArn: string };
  /** ISO 8601: when it was so. */
  readonly at: string;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * The event in the body of a message; null for anything that is no "ECS Task State Change". Never throws, and drops what is not
 * of its type: nobody promises what is in a message.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html
 */
export function parseTaskEvent(body: string): TaskEvent | null {
  const message = fieldsOf(parsed(body));
  if (message["source"] !== "aws.ecs" || message["detail-type"] !== "ECS Task State Change") {
    return null;
  }
  const detail = fieldsOf(message["detail"]);
  const taskArn = text(detail["taskArn"]);
  const at = time(detail["updatedAt"]) ?? time(message["time"]);
  if (taskArn === undefined || at === undefined || text(detail["lastStatus"]) === undefined) {
    return null;
  }
  return { task: { ...taskOf(detail), taskArn }, at: at.toISOString() };
}

/** Times are text in events. */
function taskOf(detail: Fields): AwsTask {
  return {
    startedBy: text(detail["startedBy"]),
    version: number(detail["version"]),
    lastStatus: text(detail["lastStatus"]),
    desiredStatus: text(detail["desiredStatus"]),
    stopCode: text(detail["stopCode"]),
    stoppedReason: text(detail["stoppedReason"]),
    capacityProviderName: text(detail["capacityProviderName"]),
    platformVersion: text(detail["platformVersion"]),
    availabilityZone: text(detail["availabilityZone"]),
    cpu: text(detail["cpu"]),
    memory: text(detail["memory"]),
    ephemeralStorage: { sizeInGiB: number(fieldsOf(detail["ephemeralStorage"])["sizeInGiB"]) },
    containers: list(detail["containers"]).map(containerOf),
    attachments: list(detail["attachments"]).map(attachmentOf),
    createdAt: time(detail["createdAt"]),
    connectivityAt: time(detail["connectivityAt"]),
    pullStartedAt: time(detail["pullStartedAt"]),
    pullStoppedAt: time(detail["pullStoppedAt"]),
    startedAt: time(detail["startedAt"]),
    stoppingAt: time(detail["stoppingAt"]),
    executionStoppedAt: time(detail["executionStoppedAt"]),
    stoppedAt: time(detail["stoppedAt"]),
  };
}

function containerOf(container: Fields): AwsContainer {
  return {
    name: text(container["name"]),
    lastStatus: text(container["lastStatus"]),
    healthStatus: text(container["healthStatus"]),
    exitCode: number(container["exitCode"]),
    reason: text(container["reason"]),
    image: text(container["image"]),
    imageDigest: text(container["imageDigest"]),
    networkInterfaces: list(container["networkInterfaces"]).map((one) => ({
      privateIpv4Address: text(one["privateIpv4Address"]),
    })),
  };
}

function attachmentOf(attachment: Fields): AwsAttachment {
  return {
    type: text(attachment["type"]),
    status: text(attachment["status"]),
    details: list(attachment["details"]).map((one) => ({
      name: text(one["name"]),
      value: text(one["value"]),
    })),
  };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return null;
  }
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : {};
}

function list(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function number(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

function time(value: unknown): Date | undefined {
  const date = typeof value === "string" ? new Date(value) : null;
  return date === null || Number.isNaN(date.getTime()) ? undefined : date;
}
