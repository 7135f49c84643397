import type { TaskSnapshot } from "../lifecycle/task-snapshot.ts";
import type { PollPace } from "../targets/target.ts";

/** Milliseconds between two looks at a task, and between two looks at its logs. */
export interface PollDelays {
  readonly taskMs: number;
  readonly logsMs: number;
  /** As in {@link PollPace}. */
  readonly alignedAtMs?: number;
}

/**
 * How long to wait: little while the task starts and once it stops, which it soon will when the crawler has said its last
 * word; long while it runs. ±20 % so that many watchers do not look at once, but for those that look together. `random` is
 * from 0 to 1.
 */
export function pollDelays(
  task: TaskSnapshot | null,
  isEnding: boolean,
  { fastMs, slowMs, logsMs = slowMs, fastLogsMs = fastMs, alignedAtMs }: PollPace,
  random: number,
): PollDelays {
  const steady = !isEnding && task?.lastStatus === "RUNNING" && task.desiredStatus === "RUNNING";
  const spread = 0.8 + 0.4 * random;
  const [taskMs, logs] = steady ? [slowMs, logsMs] : [fastMs, fastLogsMs];
  if (alignedAtMs !== undefined) return { taskMs, logsMs: logs * spread, alignedAtMs };
  return { taskMs: taskMs * spread, logsMs: logs * spread };
}
