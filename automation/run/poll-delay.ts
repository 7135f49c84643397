import type { TaskSnapshot } from "../lifecycle/task-snapshot.ts";
import type { PollPace } from "../targets/target.ts";

/**
 * Milliseconds until the next look: fast while the task starts and once it stops, slow while it runs, ±20 % so that many
 * watchers do not look at once. `random` is from 0 to 1.
 */
export function pollDelay(task: TaskSnapshot | null, pace: PollPace, random: number): number {
  const steady = task?.lastStatus === "RUNNING" && task.desiredStatus === "RUNNING";
  return (steady ? pace.slowMs : pace.fastMs) * (0.8 + 0.4 * random);
}
