import type { TaskState } from "./state.ts";
import { hexOf, uuidOf } from "./uuid.ts";
import type { LaunchedTask, World } from "./world.ts";

/** A task's network interface at one moment. */
export interface NetworkInterface {
  readonly id: string;
  readonly attachmentId: string;
  readonly status: string;
  readonly subnetId: string;
  readonly macAddress: string;
  readonly privateIp: string;
  readonly publicIp?: string;
  /** Whether it exists in EC2: from ATTACHING until it is DELETED. */
  readonly exists: boolean;
}

/** The network interface of a task; undefined while it has none. Addresses are those reserved for documentation. */
export function networkInterface(
  { outputs }: Pick<World, "outputs">,
  { index, request, id: taskId }: Pick<LaunchedTask, "index" | "request" | "id">,
  { eni }: TaskState,
): NetworkInterface | undefined {
  if (eni === undefined) return undefined;
  const { assignPublicIp, subnets } = request.networkConfiguration?.awsvpcConfiguration ?? {};
  const status = eni.status ?? "PRECREATED";
  const hex = hexOf(`eni ${taskId}`);
  const last = (index % 250) + 4;
  return {
    id: eni.id ?? `eni-${hex.slice(0, 17)}`,
    attachmentId: uuidOf(`attachment ${taskId}`),
    status,
    subnetId: subnets?.[0] ?? outputs.subnetIds[0] ?? "",
    macAddress: `0a:${(hex.slice(0, 10).match(/../g) ?? []).join(":")}`,
    privateIp: eni.privateIp ?? `10.0.1.${last}`,
    ...(assignPublicIp === "ENABLED" ? { publicIp: eni.publicIp ?? `203.0.113.${last}` } : {}),
    exists: !["PRECREATED", "DELETED"].includes(status),
  };
}
