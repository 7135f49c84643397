import { environmentNames } from "../../crawler/src/contract.ts";
import { MayflyError } from "../errors.ts";
import { hiddenOptions } from "../secret-settings.ts";
import { readRecord, type RunRecord } from "./record.ts";
import { runThatWritesTo } from "./resumed-by.ts";
import { resultsPlace } from "./results-place.ts";
import { findRun, type RunFolder } from "./run-folder.ts";

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
  const other = runThatWritesTo(base, record, place);
  if (other !== null) throw refusal(runId, `${other} goes on with its crawl already`);
  return { folder, record, place };
}

function refusal(runId: string, reason: string): MayflyError {
  return new MayflyError(
    "usage",
    `Expected a run that can be resumed, but got ${runId}: ${reason}.`,
  );
}

/**
 * Settings of the earlier crawl, as they are changed now; URLs and sitemaps of both. Throws `MayflyError` (usage) where it had
 * secrets, which no record keeps, and they are not given again.
 */
export function resumedSettings(
  { record, place }: EarlierRun,
  changes: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const settings: Record<string, string> = { ...record.settings, ...changes };
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
