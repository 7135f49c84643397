import { resolve } from "node:path";
import { environmentNames } from "../../crawler/src/contract.ts";
import { journalName, journalPrefix } from "../../crawler/src/results-names.ts";
import { MayflyError } from "../errors.ts";
import { withSource } from "../results/open-source.ts";
import type { KeptFile } from "../results/results-source.ts";
import { hiddenOptions } from "../secret-settings.ts";
import { readRecord, type RunRecord } from "./record.ts";
import { runThatWritesTo } from "./resumed-by.ts";
import { isInBucketOf, resultsPlace } from "./results-place.ts";
import { findRun, type RunFolder } from "./run-folder.ts";

/** Milliseconds in which what an earlier run kept must have been listed. */
const listMs = 60_000;

/** A run whose crawl another run goes on with. */
export interface EarlierRun {
  readonly folder: RunFolder;
  readonly record: RunRecord;
  /** Folder or bucket that has its results. */
  readonly place: string;
}

/**
 * Finds the run of `--resume`. `finish` brings one to its end whose conductor died. Throws `MayflyError` for a run that goes
 * on, whose crawl is complete or goes on in another run, or that kept nothing from which a crawl can go on.
 */
export async function earlierRun(
  base: string,
  wanted: string,
  finish: (folder: RunFolder) => Promise<unknown>,
): Promise<EarlierRun> {
  const folder = findRun(base, wanted);
  if (readRecord(folder).status === "running") await finish(folder);
  const record = readRecord(folder);
  const { runId } = folder;
  if (record.status === "running") {
    throw refusal(runId, `it still goes on; "mayfly stop ${runId}" ends it`);
  }
  const place = resultsPlace(record.settings, record.task?.taskArn ?? null);
  if (place === null) throw refusal(runId, "it kept no results to go on from");
  if (isGone(record, place)) {
    const { path } = folder;
    throw refusal(
      runId,
      `the bucket of its results was taken down with its environment; what was fetched before is in ${path}`,
    );
  }
  const other = runThatWritesTo(base, record, place);
  if (other !== null) throw refusal(runId, `${other} goes on with its crawl already`);
  return { folder, record, place };
}

/**
 * Throws `MayflyError` where what an earlier crawl kept is gone, since all its pages would be crawled and told again. A place
 * that cannot be looked at is the crawler's to refuse.
 */
export async function requireKept(
  { folder, record, place }: EarlierRun,
  signal: AbortSignal,
): Promise<void> {
  if (record.pages.retrieved + record.pages.failed === 0) return;
  const files = await filesIn(place, record.stackOutputs?.region, signal);
  const isJournal = ({ name, bytes }: KeptFile): boolean =>
    bytes > 0 && (name === journalName || name.startsWith(journalPrefix));
  if (files === null || files.some(isJournal)) return;
  throw refusal(folder.runId, `what it kept in ${place} is not there any more`);
}

/** Null where they cannot be listed. */
async function filesIn(
  place: string,
  region: string | undefined,
  signal: AbortSignal,
): Promise<readonly KeptFile[] | null> {
  try {
    return await withSource(place, region, listMs, signal, (source, within) => source.list(within));
  } catch {
    return null;
  }
}

/** Whether a place went with the environment that was brought up for the run alone. */
export function isGone({ environment, stackOutputs }: RunRecord, place: string): boolean {
  const isDown = environment?.broughtUp === true && environment.downMs !== null;
  return isDown && isInBucketOf(stackOutputs, place);
}

function refusal(runId: string, reason: string): MayflyError {
  return new MayflyError(
    "usage",
    `Expected a run that can be resumed, but got ${runId}: ${reason}.`,
  );
}

/**
 * Settings of the earlier crawl, as they are changed now; URLs and sitemaps of both. Throws `MayflyError` (usage) where it had
 * secrets, which no record keeps, and they are not given again, and for another place than it has.
 */
export function resumedSettings(
  { record, place }: EarlierRun,
  changes: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const settings: Record<string, string> = { ...record.settings, ...changes };
  const wanted = changes[environmentNames.results] ?? place;
  if (!isSamePlace(wanted, place)) {
    throw new MayflyError(
      "usage",
      `Expected no other place for --results to resume ${record.runId}, whose crawl goes on in ${place}, but got "${wanted}".`,
    );
  }
  const missing = hiddenOptions(settings);
  if (missing.length > 0) {
    throw new MayflyError(
      "usage",
      `Expected ${missing.join(" and ")} again to resume ${record.runId}: no record keeps what may be a secret.`,
    );
  }
  for (const name of [environmentNames.urls, environmentNames.sitemaps]) {
    const both = [record.settings[name], changes[name]].filter((text) => text !== undefined);
    if (both.length > 0) settings[name] = [...new Set(both.join(" ").split(" "))].join(" ");
  }
  return { ...settings, [environmentNames.results]: place };
}

function isSamePlace(one: string, other: string): boolean {
  const whole = (place: string): string =>
    place.startsWith("s3:") ? place.replace(/\/$/, "") : resolve(place);
  return whole(one) === whole(other);
}
