import { writeJsonAtomic } from "../atomic-file.ts";
import { fileError } from "../errors.ts";
import { jsonLines, keptRecords } from "../results/kept-records.ts";
import type { PageRecord } from "../../crawler/src/contract.ts";
import { AppendFile } from "./append-file.ts";
import { crawlerRecordOf } from "./crawler-records.ts";
import { countPage, readRecord } from "./record.ts";
import type { RunFolder } from "./run-folder.ts";

/** Pages that the crawler kept in a folder of results, and that `pages.jsonl` of the run does not have. */
export async function* missingPages(
  folder: RunFolder,
  results: string,
): AsyncGenerator<PageRecord> {
  const told = new Set<unknown>();
  for await (const page of jsonLines(folder.pages)) told.add(urlOf(page));
  for await (const value of keptRecords(results)) {
    const record = crawlerRecordOf(value);
    if (record?.type !== "page" || told.has(record.url)) continue;
    told.add(record.url);
    yield record;
  }
}

/**
 * Adds to the files of a run that has ended what its crawler kept and its log lost; resolves with the number of pages. Its
 * events stay as they were told. Throws `MayflyError` when the run folder cannot be written.
 */
export async function completePages(folder: RunFolder, results: string): Promise<number> {
  const missing: PageRecord[] = [];
  for await (const page of missingPages(folder, results)) missing.push(page);
  if (missing.length === 0) return 0;
  const record = readRecord(folder);
  const file = new AppendFile(folder.pages, record.position.bytes["pages"]);
  let { pages } = record;
  try {
    for (const { type: _type, queued: _queued, ...page } of missing) {
      file.appendLine(JSON.stringify(page));
      pages = countPage(pages, page.error !== undefined, pages.queued);
    }
    const bytes = { ...record.position.bytes, pages: file.bytes };
    writeJsonAtomic(folder.record, { ...record, pages, position: { ...record.position, bytes } });
  } catch (error) {
    throw fileError(`write ${folder.record}`, error);
  } finally {
    file.close();
  }
  return missing.length;
}

function urlOf(value: unknown): unknown {
  return typeof value === "object" && value !== null && "url" in value ? value.url : undefined;
}
