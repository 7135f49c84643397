import { rm } from "node:fs/promises";
import { livingGroups, markedProcesses } from "../../processes.ts";
import { stopGroup } from "../local/container.ts";
import type { Leftovers } from "./agent-files.ts";

/**
 * Ends what is left of a task, the last started first, and removes what it had. `mark` is the `NAME=value` that every process
 * of the task has in its environment; its value is also the label of its containers.
 */
export async function cleanUp(leftovers: Leftovers, mark: string): Promise<void> {
  const { groups, temporaryFolder, docker } = leftovers;
  for (const { group, stopTimeout } of groups.toReversed()) {
    if (livingGroups([group]).length > 0) await stopGroup(group, stopTimeout * 1000);
  }
  killMarked(mark);
  if (temporaryFolder !== null) await removeFolder(temporaryFolder);
  if (docker !== null) {
    // A task of this machine needs no Docker.
    const { removeTask } = await import("../docker/remove-task.ts");
    await removeTask(docker, mark.slice(mark.indexOf("=") + 1));
  }
}

/** Kills processes of the task that left their process group. */
export function killMarked(mark: string): void {
  if (mark === "") return;
  for (const pid of markedProcesses(mark)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // Gone by itself.
    }
  }
}

/** Removes a folder in which processes may have been writing until a moment ago. */
export async function removeFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}
