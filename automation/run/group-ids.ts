import { MayflyError } from "../errors.ts";

/** Most tasks of one group: as many as one DescribeTasks takes, so that one call watches all of them. */
export const mostRuns = 100;

/** Longest run id; see `runIdPattern`. */
const longestId = 36;

/**
 * Ids of the runs of a group, which begin with its own: `crawl-01` to `crawl-12`. Throws `MayflyError` (usage) for a number
 * that is none, and for an id that leaves no room.
 */
export function groupRunIds(groupId: string, count: number): readonly string[] {
  if (!Number.isInteger(count) || count < 1 || count > mostRuns) {
    throw new MayflyError(
      "usage",
      `Expected a whole number from 1 to ${String(mostRuns)} for --count, but got ${String(count)}.`,
    );
  }
  const digits = String(count).length;
  if (groupId.length + 1 + digits > longestId) {
    throw new MayflyError(
      "usage",
      `Expected a run id of at most ${String(longestId - 1 - digits)} characters together with --count ${String(count)}, but got "${groupId}".`,
    );
  }
  return Array.from(
    { length: count },
    (_, place) => `${groupId}-${String(place + 1).padStart(digits, "0")}`,
  );
}
