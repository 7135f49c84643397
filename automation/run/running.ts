import type { RunEvent } from "../events.ts";

/** Whether an event tells that the task is, or was, RUNNING: seen or inferred; a state that was skipped proves nothing. */
export function tellsRunning(event: RunEvent): boolean {
  return event.type === "task.transition" && event.to === "RUNNING" && event.source !== "skipped";
}
