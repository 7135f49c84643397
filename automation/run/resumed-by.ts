import { readRecord, type RunRecord } from "./record.ts";
import { resultsPlace } from "./results-place.ts";
import { listRunIds, runFolder } from "./run-folder.ts";

/** Id of another run that goes on and writes to the same place; null when there is none. */
export function runThatWritesTo(
  base: string,
  { runId }: Pick<RunRecord, "runId">,
  place: string,
): string | null {
  const others = listRunIds(base).filter((id) => id !== runId);
  return others.find((id) => writesTo(base, id, place)) ?? null;
}

function writesTo(base: string, runId: string, place: string): boolean {
  try {
    const { status, settings, task } = readRecord(runFolder(base, runId));
    return status === "running" && resultsPlace(settings, task?.taskArn ?? null) === place;
  } catch {
    // A run without a record cannot be one.
    return false;
  }
}
