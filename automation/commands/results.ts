import { join, resolve } from "node:path";
import { exitCodes } from "../exit-codes.ts";
import { MayflyError } from "../errors.ts";
import { fetchResults, type Fetched } from "../results/fetch-results.ts";
import { openSource } from "../results/open-source.ts";
import { stackOf } from "../run/fargate-place.ts";
import { fetchRun, localResults } from "../run/fetch-run.ts";
import { completeRecords } from "../run/kept-pages.ts";
import { hasOwner } from "../run/owner.ts";
import { readRecord } from "../run/record.ts";
import { resultsPlace } from "../run/results-place.ts";
import type { RunFolder } from "../run/run-folder.ts";
import { resultsText, type FetchedRun } from "../views/results.ts";
import { baseOf, palette, type CommandContext } from "./context.ts";
import { findOrAdopt, type LookupOptions } from "./find-or-adopt.ts";

/** Options of `mayfly results`. */
export interface ResultsCommandOptions extends LookupOptions {
  /** Folder to fetch to. */
  readonly to?: string;
}

/**
 * `mayfly results RUN`: fetches all that a run, or the runs of a group, kept in a bucket, and completes the pages of the run
 * folder. RUN may be a place, `s3://bucket/prefix`. Exits with 1 where nothing was kept.
 */
export async function resultsCommand(
  wanted: string,
  options: ResultsCommandOptions,
  context: CommandContext,
): Promise<number> {
  const ending = new AbortController();
  const received: { signal: "SIGINT" | "SIGTERM" | null } = { signal: null };
  const stopListening = context.onSignal((signal) => {
    received.signal ??= signal;
    ending.abort();
  });
  try {
    const fetched = await fetchWanted(wanted, options, context, ending.signal);
    for (const one of fetched) {
      context.stdout.write(
        options.json === true
          ? `${JSON.stringify(one)}\n`
          : resultsText(one, palette(context, "stdout")),
      );
    }
    return fetched.some(({ files }) => files > 0) ? exitCodes.completed : exitCodes.failed;
  } catch (error) {
    if (received.signal === null) throw error;
    context.stderr.write(
      `mayfly: ${received.signal}: not all was fetched; the same command goes on with what is missing.\n`,
    );
    return received.signal === "SIGINT" ? exitCodes.sigint : exitCodes.sigterm;
  } finally {
    stopListening();
  }
}

async function fetchWanted(
  wanted: string,
  options: ResultsCommandOptions,
  context: CommandContext,
  signal: AbortSignal,
): Promise<readonly FetchedRun[]> {
  const { to } = options;
  if (wanted.startsWith("s3://")) {
    if (to === undefined) {
      throw new MayflyError("usage", `Expected --to DIR for what is fetched from ${wanted}.`);
    }
    return [await fetchPlace(wanted, to, undefined, signal)];
  }
  const found = await findOrPlace(wanted, options, context);
  if ("place" in found) {
    const folder = to ?? join(baseOf(options), "results", wanted);
    return [await fetchPlace(found.place, folder, found.region, signal)];
  }
  const fetched: FetchedRun[] = [];
  for (const folder of found.folders) {
    const own = to === undefined || found.folders.length === 1 ? to : join(to, folder.runId);
    fetched.push(await fetchFolder(folder, own, signal));
  }
  return fetched;
}

/** The run; or where only the bucket of the stack knows of it any more, its place there. */
async function findOrPlace(
  wanted: string,
  options: ResultsCommandOptions,
  context: CommandContext,
): Promise<
  { readonly folders: readonly RunFolder[] } | { readonly place: string; readonly region: string }
> {
  try {
    return await findOrAdopt(wanted, options, context);
  } catch (error) {
    const isUnknown = error instanceof MayflyError && error.code === "runNotFound";
    if (!isUnknown || options.stack === undefined || wanted === "last") throw error;
    const { stack, cwd } = options;
    const outputs = await stackOf({ stack, ...(cwd === undefined ? {} : { workDir: cwd }) });
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
  const fetched = await fetchRun(record, to ?? own, signal);
  const results = fetched?.folder ?? own;
  // The files of a run that goes on are its conductor's.
  const isOver = record.status === "finished" && !hasOwner(folder);
  const added = isOver ? await completeRecords(folder, results) : 0;
  const there = fetched ?? { folder: resolve(own), ...(await counted(own, signal)) };
  return told(folder.runId, place, there, added);
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
