import { writeJsonAtomic } from "../atomic-file.ts";
import { fileError } from "../errors.ts";
import { jsonLines, keptRecords } from "../results/kept-records.ts";
import type { PageRecord, SkipRecord } from "../../crawler/src/contract.ts";
import { AppendFile } from "./append-file.ts";
import { crawlerRecordOf } from "./crawler-records.ts";
import { countPage, countSkip, readRecord } from "./record.ts";
import type { RunFolder } from "./run-folder.ts";
import { settledSkips, skipLine } from "./skip-lines.ts";

/**
 * What the crawler kept in a folder of results, and the files of the run do not have: first its pages, then its skips, without
 * those of pages that were visited later.
 */
export async function* missingRecords(
  folder: RunFolder,
  results: string,
): AsyncGenerator<PageRecord | SkipRecord> {
  const [pages, skips] = [await urlsIn(folder.pages), await urlsIn(folder.skips)];
  const missing = new Map<string, SkipRecord>();
  for await (const value of keptRecords(results)) {
    const record = crawlerRecordOf(value);
    if (record?.type === "skip" && !skips.has(record.url)) missing.set(record.url, record);
    if (record?.type !== "page" || pages.has(record.url)) continue;
    pages.add(record.url);
    yield record;
  }
  for (const skip of missing.values()) if (!pages.has(skip.url)) yield skip;
}

/**
 * Adds to the files of a run that has ended what its crawler kept and its log lost; resolves with the number of pages. Its
 * events stay as they were told. Throws `MayflyError` when the run folder cannot be written.
 */
export async function completeRecords(folder: RunFolder, results: string): Promise<number> {
  const missing: (PageRecord | SkipRecord)[] = [];
  for await (const record of missingRecords(folder, results)) missing.push(record);
  if (missing.length === 0) return 0;
  const record = readRecord(folder);
  const { bytes } = record.position;
  const files = {
    pages: new AppendFile(folder.pages, bytes["pages"]),
    skips: new AppendFile(folder.skips, bytes["skips"]),
  };
  let { pages } = record;
  let added = 0;
  try {
    for (const one of missing) {
      if (one.type === "skip") {
        files.skips.appendLine(skipLine(one));
        // Its summary has counted it.
        if (record.summary === null) pages = countSkip(pages, one.reason);
        continue;
      }
      const { type: _type, queued: _queued, ...page } = one;
      files.pages.appendLine(JSON.stringify(page));
      pages = countPage(pages, page.error !== undefined, pages.queued);
      added += 1;
    }
    files.skips.rewrite((lines) => settledSkips(lines, new Set()));
    const grown = { ...bytes, pages: files.pages.bytes, skips: files.skips.bytes };
    writeJsonAtomic(folder.record, {
      ...record,
      pages,
      position: { ...record.position, bytes: grown },
    });
  } catch (error) {
    throw fileError(`write ${folder.record}`, error);
  } finally {
    files.pages.close();
    files.skips.close();
  }
  return added;
}

async function urlsIn(path: string): Promise<Set<unknown>> {
  const urls = new Set<unknown>();
  for await (const value of jsonLines(path)) {
    urls.add(typeof value === "object" && value !== null && "url" in value ? value.url : undefined);
  }
  return urls;
}
