import type { TaskSnapshot } from "../../automation/lifecycle/task-snapshot.ts";

/** A snapshot with what matters to the test. */
export function snapshotOf(changes: Partial<TaskSnapshot>): TaskSnapshot {
  return {
    taskId: "task-1",
    version: 1,
    lastStatus: "RUNNING",
    desiredStatus: "RUNNING",
    containers: [],
    ...changes,
  };
}

/** A stopped task whose containers have these exit codes; a container that is not named has none. */
export function stoppedTask(exitCodes: {
  readonly crawler?: number;
  readonly selenium?: number;
}): TaskSnapshot {
  return snapshotOf({
    version: 9,
    lastStatus: "STOPPED",
    desiredStatus: "STOPPED",
    stopCode: "EssentialContainerExited",
    stoppedReason: "Essential container in task exited",
    containers: (["selenium", "crawler"] as const).map((name) => ({
      name,
      lastStatus: "STOPPED",
      ...(exitCodes[name] === undefined ? {} : { exitCode: exitCodes[name] }),
    })),
  });
}
