import { join } from "node:path";
import { environmentNames } from "../../crawler/src/contract.ts";
import { fetchResults, type Fetched } from "../results/fetch-results.ts";
import { openSource } from "../results/open-source.ts";
import type { RunRecord } from "./record.ts";
import { resultsPlace } from "./results-place.ts";
import type { RunFolder } from "./run-folder.ts";

/** Folder of a run that what its crawler kept in a bucket is fetched to: where it is at once on this machine. */
export function resultsFolder(folder: RunFolder): string {
  return join(folder.path, "results");
}

/**
 * Where what a run kept can be read on this machine: the place itself where that is a folder, else {@link resultsFolder},
 * which has it once it was fetched.
 */
export function localResults(folder: RunFolder, { settings }: RunRecord): string {
  const place = settings[environmentNames.results];
  return place === undefined || place.startsWith("s3://") ? resultsFolder(folder) : place;
}

/**
 * Fetches what a run kept into a folder; null where it kept nothing that could be fetched: no place, no task yet, or the
 * very same folder. Throws `MayflyError` as `fetchResults` does.
 */
export async function fetchRun(
  { settings, task, stackOutputs }: RunRecord,
  to: string,
  signal: AbortSignal,
): Promise<Fetched | null> {
  const place = resultsPlace(settings, task?.taskArn ?? null);
  if (place === null || place === to) return null;
  const source = await openSource(place, stackOutputs?.region);
  try {
    return await fetchResults(source, to, signal);
  } finally {
    source.close();
  }
}
