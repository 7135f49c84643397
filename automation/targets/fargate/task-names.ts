import { createHash } from "node:crypto";

/** Longest `startedBy` of ours: as long as a run id of Mayfly may be. ECS takes 128. */
const startedByLength = 36;

/**
 * `startedBy` of a run: its id where ECS takes it (letters, digits, dash, underscore, at most 36 characters of ours), else as
 * much of it as fits and the beginning of its hash. The same id always gives the same name: that is how a task is found again.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html
 */
export function startedByOf(runId: string): string {
  if (/^[A-Za-z0-9_-]+$/.test(runId) && runId.length <= startedByLength) return runId;
  const hash = createHash("sha256").update(runId).digest("hex").slice(0, 8);
  const readable = runId.replaceAll(/[^A-Za-z0-9_-]/g, "-");
  return `${readable.slice(0, startedByLength - hash.length - 1)}-${hash}`;
}

/**
 * The client token by which ECS knows a second request for the same run, for 24 hours; at most 64 characters. A request for
 * other capacity is another request: its token has the provider in it. `part` tells several requests of one run apart, in
 * at most 14 characters.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/ECS_Idempotency.html
 */
export function clientTokenOf(runId: string, capacityProvider: string, part = ""): string {
  return [startedByOf(runId), capacityProvider, part].filter((word) => word !== "").join("_");
}

/** Id of a task: the last part of its ARN. Old ARNs have no cluster in them. */
export function taskIdOf(taskArn: string): string {
  return taskArn.slice(taskArn.lastIndexOf("/") + 1);
}

/** ECS takes so many characters as the reason of a stop. */
export function stopReasonText(reason: string): string {
  return reason.length > 255 ? `${reason.slice(0, 254)}…` : reason;
}
