import { rmSync } from "node:fs";
import { isoTime } from "../../clock.ts";
import type { TaskSnapshot } from "../../lifecycle/task-snapshot.ts";
import { isAlive } from "../../processes.ts";
import { readLines } from "../../read-lines.ts";
import { readAgentState, type AgentFiles } from "./agent-files.ts";
import { cleanUp } from "./clean-up.ts";

/**
 * The end of a task whose agent was killed: waits for the watchdog to clean up, does it itself when that is gone too,
 * and only then says STOPPED. Null while the agent lives, or when it said STOPPED itself.
 */
export async function endOfDeadAgent(
  taskId: string,
  files: AgentFiles,
): Promise<TaskSnapshot | null> {
  const state = readAgentState(files);
  if (state !== null && isAlive(state.agent)) return null;
  const last = lastSnapshot(files);
  if (state !== null) {
    if (state.watchdog !== null && isAlive(state.watchdog)) return null;
    await cleanUp(state, files.mark);
  }
  // Its last words may have come since the caller looked; or it could not remove everything.
  if (last?.lastStatus === "STOPPED") {
    if (state !== null) rmSync(files.state, { force: true });
    return null;
  }
  const at = isoTime(Date.now());
  return {
    ...(last ?? { containers: [] }),
    taskId,
    version: (last?.version ?? 0) + 1,
    lastStatus: "STOPPED",
    desiredStatus: "STOPPED",
    stopCode: last?.stopCode ?? "InfrastructureHealth",
    stoppedReason: last?.stoppedReason ?? "The local agent that supervised the task was killed.",
    stoppedAt: at,
    at,
  };
}

function lastSnapshot(files: AgentFiles): TaskSnapshot | null {
  let last: TaskSnapshot | undefined;
  for (let offset = 0, more = true; more;) {
    const batch = readLines(files.snapshots, offset);
    last = batch.lines.flatMap(parseSnapshot).at(-1) ?? last;
    ({ offset, more } = batch);
  }
  return last ?? null;
}

/** A line of the agent's snapshots; none where a full disk cut it off. */
export function parseSnapshot(line: string): readonly TaskSnapshot[] {
  try {
    // Written by the agent of this version.
    return [JSON.parse(line) as TaskSnapshot];
  } catch {
    return [];
  }
}
