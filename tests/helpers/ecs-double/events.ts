import { describeTask } from "./describe-task.ts";
import type { LaunchedTask, World } from "./world.ts";
import { uuidOf } from "./uuid.ts";

/** A message of EventBridge on its way to the queue. */
export interface QueuedEvent {
  readonly messageId: string;
  /** When it can be received, by the double's clock. */
  readonly at: number;
  readonly body: () => string;
}

/**
 * The messages about a task: one for every version that it has, late, twice or out of order where faults say so.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html
 */
export function taskEvents(world: World, task: LaunchedTask): readonly QueuedEvent[] {
  const { eventDelayMs, eventsOutOfOrder, duplicateEvents } = world.faults;
  const changes = task.script.steps.filter(({ version }) => version !== undefined);
  return changes.flatMap(({ at, version = 0 }, index) => {
    const next = changes[index + 1]?.at;
    // After the one that follows it, which is not late.
    const late = eventsOutOfOrder && index % 2 === 0 && next !== undefined ? next - at + 1 : 0;
    const event = {
      messageId: uuidOf(`message ${task.id} ${version}`),
      at: task.createdAt + at + late + eventDelayMs,
      body: () => JSON.stringify(eventOf(world, task, at)),
    };
    if (!duplicateEvents) return [event];
    const again = { ...event, messageId: uuidOf(`again ${task.id} ${version}`), at: event.at + 50 };
    return [event, again];
  });
}

/** `detail` is the task as DescribeTasks has it, with text for times, `eni` for the attachment's type, and no tags. */
function eventOf(world: World, task: LaunchedTask, ms: number): object {
  const { region, clusterArn } = world.outputs;
  const time = new Date(world.serverTime(task.createdAt + ms)).toISOString();
  const { task: description, times, eni } = describeTask(world, task, ms);
  const texts = Object.entries(times).map(
    ([name, at]) => [name, new Date(at).toISOString()] as const,
  );
  const details =
    eni === undefined
      ? []
      : [
          { name: "networkInterfaceId", value: eni.id },
          { name: "macAddress", value: eni.macAddress },
          { name: "privateIPv4Address", value: eni.privateIp },
          { name: "subnetId", value: eni.subnetId },
        ];
  return {
    version: "0",
    id: uuidOf(`event ${task.id} ${String(description["version"])}`),
    "detail-type": "ECS Task State Change",
    source: "aws.ecs",
    account: clusterArn.split(":")[4],
    time: time.replace(/\.\d+Z$/, "Z"),
    region,
    resources: [task.arn],
    detail: {
      attachments:
        eni === undefined
          ? []
          : [{ id: eni.attachmentId, type: "eni", status: eni.status, details }],
      ...description,
      ...Object.fromEntries(texts),
      updatedAt: time,
    },
  };
}
