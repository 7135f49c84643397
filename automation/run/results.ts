import { join, resolve } from "node:path";
import { MayflyError } from "../errors.ts";
import { fetchResults, type Fetched } from "../results/fetch-results.ts";
import { openSource } from "../results/open-source.ts";
import { isGone } from "./earlier-run.ts";
import { stackOf } from "./fargate-place.ts";
import { fetchRun, localResults } from "./fetch-run.ts";
import { findOrAdoptRuns } from "./find-or-adopt.ts";
import { completeRecords } from "./kept-pages.ts";
import { hasOwner } from "./owner.ts";
import { readRecord } from "./record.ts";
import { resultsPlace } from "./results-place.ts";
import { defaultBase, type RunFolder } from "./run-folder.ts";

/** Options of {@link results}. */
export interface ResultsOptions {
  /** Folder to fetch to; of a group, each run has a folder of its own in it. Default: `results` in the run folder. */
  readonly to?: string;
  /** Base folder of the run folders. Default: `.mayfly` in the working directory. */
  readonly out?: string;
  /** Looks among the tasks, and in the bucket, of this Pulumi stack where no run folder has that id. */
  readonly stack?: string;
  /** Folder of the Pulumi program. Default: the Mayfly package itself. */
  readonly workDir?: string;
  /** Ends the fetch; what has come stays, and the same call goes on with the rest. */
  readonly signal?: AbortSignal;
  /** Hears what people should know of Pulumi. Default: nobody. */
  readonly log?: (line: string) => void;
}

/** What was fetched of one run: what `mayfly results --json` prints. */
export interface FetchedRun extends Fetched {
  /** Null where a place was named, not a run. */
  readonly runId: string | null;
  /** Where it was kept. */
  readonly place: string;
  /** Pages that the log had lost, and that the run folder has now. */
  readonly pagesAdded: number;
}

/**
 * Fetches all that a run, or the runs of a group, kept in a bucket, and completes the pages of the run folder. `wanted` is the id
 * of a run or the beginning of one, `last`, or a place `s3://bucket/prefix`. What was fetched before is not fetched again. None has
 * files where nothing was kept.
 *
 * @throws MayflyError `runNotFound`, `results` for a place that cannot be read, `usage` for a place without `to`
 */
export async function results(
  wanted: string,
  options: ResultsOptions = {},
): Promise<readonly FetchedRun[]> {
  const { to, out = defaultBase, signal = new AbortController().signal } = options;
  if (wanted.startsWith("s3://")) {
    if (to === undefined) {
      throw new MayflyError("usage", `Expected --to DIR for what is fetched from ${wanted}.`);
    }
    return [await fetchPlace(wanted, to, undefined, signal)];
  }
  const found = await findOrPlace(wanted, out, options);
  if ("place" in found) {
    const folder = to ?? join(out, "results", wanted);
    return [await fetchPlace(found.place, folder, found.region, signal)];
  }
  const fetched: FetchedRun[] = [];
  for (const folder of found.folders) {
    const own = to === undefined || found.folders.length === 1 ? to : join(to, folder.runId);
    fetched.push(await fetchFolder(folder, own, signal, options.log));
  }
  return fetched;
}

/** The run; or where only the bucket of the stack knows of it any more, its place there. */
async function findOrPlace(
  wanted: string,
  base: string,
  options: ResultsOptions,
): Promise<
  { readonly folders: readonly RunFolder[] } | { readonly place: string; readonly region: string }
> {
  try {
    return await findOrAdoptRuns(base, wanted, options);
  } catch (error) {
    const isUnknown = error instanceof MayflyError && error.code === "runNotFound";
    if (!isUnknown || options.stack === undefined || wanted === "last") throw error;
    const outputs = await stackOf(options);
    if (outputs === null) throw error;
    const { resultsBucketName, resultsPrefix, region } = outputs;
    return { place: `s3://${resultsBucketName}/${resultsPrefix}${wanted}/`, region };
  }
}

async function fetchPlace(
  place: string,
  to: string,
  region: string | undefined,
  signal: AbortSignal,
): Promise<FetchedRun> {
  const source = await openSource(place, region);
  try {
    return told(null, place, await fetchResults(source, to, signal), 0);
  } finally {
    source.close();
  }
}

async function fetchFolder(
  folder: RunFolder,
  to: string | undefined,
  signal: AbortSignal,
  log: ResultsOptions["log"],
): Promise<FetchedRun> {
  const record = readRecord(folder);
  const place = resultsPlace(record.settings, record.task?.taskArn ?? null);
  if (place === null) {
    throw new MayflyError(
      "results",
      `Run ${folder.runId} has kept nothing that could be fetched: ${record.task === null ? "it has had no task" : "its settings name no place for results"}.`,
    );
  }
  const own = localResults(folder, record);
  const isHere = isGone(record, place);
  if (isHere)
    log?.(`The bucket of ${place} went with its environment: this is what was fetched before.`);
  const fetched = isHere
    ? await copied(own, to, signal)
    : await fetchRun(record, to ?? own, signal);
  const results = fetched?.folder ?? own;
  // The files of a run that goes on are its conductor's.
  const isOver = record.status === "finished" && !hasOwner(folder);
  const added = isOver ? await completeRecords(folder, results) : 0;
  const there = fetched ?? { folder: resolve(own), ...(await counted(own, signal)) };
  return told(folder.runId, place, there, added);
}

/** What was fetched before, in another folder; null where none is named. */
async function copied(
  own: string,
  to: string | undefined,
  signal: AbortSignal,
): Promise<Fetched | null> {
  if (to === undefined || resolve(to) === resolve(own)) return null;
  return await fetchResults(await openSource(own, undefined), to, signal);
}

/** What is there without a fetch, since the crawler kept it here. */
async function counted(folder: string, signal: AbortSignal): Promise<Omit<Fetched, "folder">> {
  const files = await (await openSource(folder, undefined)).list(signal);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return { files: files.length, bytes, transferred: 0 };
}

function told(
  runId: string | null,
  place: string,
  fetched: Fetched,
  pagesAdded: number,
): FetchedRun {
  return { runId, place, ...fetched, pagesAdded };
}
