import { describeTask } from "./describe-task.ts";
import type { LaunchedTask, World } from "./world.ts";

/** A task in JSON 1.1: times are seconds since the epoch, the attachment has DescribeTasks' type. */
export function wireTask(world: World, task: LaunchedTask, withTags = true): object {
  const ms = world.clock.now() - task.createdAt;
  const { task: description, times, eni } = describeTask(world, task, ms);
  const seconds = Object.entries(times).map(([name, time]) => [name, time / 1_000] as const);
  const details = eni?.exists
    ? [
        { name: "subnetId", value: eni.subnetId },
        { name: "networkInterfaceId", value: eni.id },
        { name: "macAddress", value: eni.macAddress },
        { name: "privateIPv4Address", value: eni.privateIp },
      ]
    : [{ name: "subnetId", value: eni?.subnetId }];
  return {
    attachments:
      eni === undefined
        ? []
        : [{ id: eni.attachmentId, type: "ElasticNetworkInterface", status: eni.status, details }],
    ...description,
    ...Object.fromEntries(seconds),
    tags: withTags ? (task.request.tags ?? []) : [],
  };
}
