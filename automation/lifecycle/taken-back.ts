import type { TaskSnapshot } from "./task-snapshot.ts";

/** Stop codes by which capacity is taken back: the second one first, as a notice. */
const takenBack = ["SpotInterruption", "TerminationNotice"];

/**
 * Why a task stopped in the middle of its work, in the words of ECS, where its capacity was taken back: another task may go
 * on with what `subject`, the container that runs the user's code, has kept. Null where it ended otherwise, or had ended
 * its work.
 */
export function takenBackReason(task: TaskSnapshot, subject: string): string | null {
  const { lastStatus, stopCode = "", stoppedReason = "" } = task;
  const hasEndedWell = task.containers.some(
    ({ name, exitCode }) => name === subject && exitCode === 0,
  );
  if (lastStatus !== "STOPPED" || hasEndedWell || !takenBack.includes(stopCode)) return null;
  return stoppedReason === "" ? stopCode : stoppedReason;
}
