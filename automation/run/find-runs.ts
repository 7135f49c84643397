import { existsSync } from "node:fs";
import { readRecord } from "./record.ts";
import { findRun, listRunIds, runFolder, type RunFolder } from "./run-folder.ts";

/** The runs that the user means, and the group that they are, where they are one. */
export interface FoundRuns {
  readonly folders: readonly [RunFolder, ...RunFolder[]];
  /** Id of the group; null for a single run. */
  readonly groupId: string | null;
}

/**
 * Finds a run by its id, the beginning of it or `last`, or a group of runs in the same way by its own. Throws `MayflyError`
 * when there is none, or more than one.
 */
export function findRuns(base: string, wanted: string): FoundRuns {
  const ids = listRunIds(base);
  if (ids.includes(wanted)) return { folders: [runFolder(base, wanted)], groupId: null };
  const fitting = wanted === "last" ? ids.slice(-1) : ids.filter((id) => id.startsWith(wanted));
  const groups = new Set(fitting.map((runId) => groupOf(base, runId)));
  const [groupId = null] = groups;
  const isGroup = wanted === "last" || groupId?.startsWith(wanted) === true;
  if (groups.size === 1 && groupId !== null && isGroup) {
    const near = ids.filter((runId) => runId.startsWith(`${groupId}-`));
    const members = near.filter((runId) => groupOf(base, runId) === groupId).sort();
    const [first, ...rest] = members.map((runId) => runFolder(base, runId));
    if (first !== undefined) return { folders: [first, ...rest], groupId };
  }
  return { folders: [findRun(base, wanted)], groupId: null };
}

function groupOf(base: string, runId: string): string | null {
  const folder = runFolder(base, runId);
  return existsSync(folder.record) ? (readRecord(folder).group?.id ?? null) : null;
}
