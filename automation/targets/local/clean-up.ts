import { rm } from "node:fs/promises";
import { livingGroups, markedProcesses } from "../../processes.ts";
import { stopGroup } from "./container.ts";

/** What a dead agent left. */
export interface Leftovers {
  readonly groups: readonly { readonly group: number; readonly stopTimeout: number }[];
  readonly temporaryFolder: string | null;
  /** `NAME=value` that every process of the task has in its environment. */
  readonly mark: string;
}

/** Ends what is left of a task, the last started first, and removes its temporary folder. */
export async function cleanUp({ groups, temporaryFolder, mark }: Leftovers): Promise<void> {
  for (const { group, stopTimeout } of groups.toReversed()) {
    if (livingGroups([group]).length > 0) await stopGroup(group, stopTimeout * 1000);
  }
  killMarked(mark);
  if (temporaryFolder !== null) await removeFolder(temporaryFolder);
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
