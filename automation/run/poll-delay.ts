import type { TaskSnapshot } from "../lifecycle/task-snapshot.ts";
import type { PollPace } from "../targets/target.ts";

/** Milliseconds between two looks at a task, and between two looks at its logs. */
export interface PollDelays {
  readonly taskMs: number;
  readonly logsMs: number;
}

/**
 * How long to wait: little while the task starts and once it stops, which it soon will when the crawler has said its last
 * word; long while it runs. ±20 % so that many watchers do not look at once. `random` is from 0 to 1.
 */
export function pollDelays(
  task: TaskSnapshot | null,
  isEnding: boolean,
  { fastMs, slowMs, logsMs = slowMs }: PollPace,
  random: number,
): PollDelays {
  const steady = !isEnding && task?.lastStatus === "RUNNING" && task.desiredStatus === "RUNNING";
  const spread = 0.8 + 0.4 * random;
  return steady
    ? { taskMs: slowMs * spread, logsMs: logsMs * spread }
    : { taskMs: fastMs * spread, logsMs: fastMs * spread };
}
