import type { TaskSnapshot } from "./task-snapshot.ts";

/** Why a task that ECS had taken did not come to start, where another one may. */
export interface TransientStart {
  /** In the words of ECS. */
  readonly reason: string;
  /** Whether its capacity provider had no place, or took it back. */
  readonly noCapacity: boolean;
}

/** Stop codes by which capacity is taken back. */
const takenBack = ["SpotInterruption", "TerminationNotice"];
const noCapacity = /capacity is unavailable|insufficient capacity/i;

/**
 * Stopped reasons that pass, as dagster-aws, wrapbox and Nextflow have collected them. A pull that times out is not among
 * them: most often the subnet has no route to the registry, and trying again costs minutes.
 */
const passing = [
  /Timeout waiting for (network interface|EphemeralStorage) provisioning/i,
  /Unexpected EC2 error while attempting to Create Network Interface/i,
  /InsufficientFreeAddressesInSubnet/i,
  /Task provisioning failed/i,
  /CannotPullContainerError.*(unexpected EOF|\bEOF\b|invalid argument|connection reset|TLS handshake timeout)/is,
];

/**
 * Whether a stopped task may be replaced by another: it stopped for a reason that passes, before `subject`, the container
 * that runs the user's code, was started. Null where it may not, since what that code has done must not be done twice.
 */
export function transientStart(task: TaskSnapshot, subject: string): TransientStart | null {
  const { lastStatus, startedAt, stopCode = "", stoppedReason = "" } = task;
  const container = task.containers.find(({ name }) => name === subject);
  const hasStarted =
    startedAt !== undefined ||
    container?.exitCode !== undefined ||
    container?.startedAt !== undefined ||
    container?.lastStatus === "RUNNING";
  if (lastStatus !== "STOPPED" || hasStarted || stopCode === "UserInitiated") return null;
  const said = [stoppedReason, ...task.containers.map(({ reason = "" }) => reason)].join("\n");
  const reason = stoppedReason === "" ? stopCode : stoppedReason;
  if (takenBack.includes(stopCode) || noCapacity.test(said)) return { reason, noCapacity: true };
  return passing.some((pattern) => pattern.test(said)) ? { reason, noCapacity: false } : null;
}
