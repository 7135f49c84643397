import { closeSync, openSync, writeSync } from "node:fs";
import { fileError } from "../errors.ts";
import { jsonLines, keptRecords } from "../results/kept-records.ts";
import type { EarlierRun } from "./earlier-run.ts";
import { localResults } from "./fetch-run.ts";
import type { PageCounts } from "./record.ts";
import type { RunFolder } from "./run-folder.ts";

/** What a run begins with that goes on with another's crawl. */
export interface EarlierPages {
  readonly counts: PageCounts;
  /** Size of the file of pages. */
  readonly bytes: number;
}

/**
 * Copies the pages of an earlier run to a new one, so that it has those of the whole crawl: what the earlier run was told,
 * and what its crawler had kept when it was killed, before it could tell. Throws `MayflyError` when they cannot be written.
 */
export async function copyEarlierPages(
  { folder, record }: EarlierRun,
  to: RunFolder,
): Promise<EarlierPages> {
  const urls = new Set<string>();
  let [retrieved, failed, bytes] = [0, 0, 0];
  const file = openSync(to.pages, "a");
  try {
    for await (const page of pagesOf(folder.pages, localResults(folder, record))) {
      if (urls.has(page.url)) continue;
      urls.add(page.url);
      if (page["error"] === undefined) retrieved += 1;
      else failed += 1;
      const line = Buffer.from(`${JSON.stringify(page)}\n`);
      for (let done = 0; done < line.length;) done += writeSync(file, line, done);
      bytes += line.length;
    }
  } catch (error) {
    throw fileError(`write to ${to.pages}`, error);
  } finally {
    closeSync(file);
  }
  const { skipped, queued } = record.pages;
  return { counts: { retrieved, failed, skipped, queued }, bytes };
}

/** A page of `pages.jsonl`, as far as it is looked at. */
type Page = Readonly<Record<string, unknown>> & { readonly url: string };

async function* pagesOf(pages: string, results: string): AsyncGenerator<Page> {
  for await (const value of jsonLines(pages)) if (isPage(value)) yield value;
  for await (const record of keptRecords(results)) {
    if (!isPage(record) || record["type"] !== "page") continue;
    const { type: _type, queued: _queued, ...page } = record;
    yield page;
  }
}

function isPage(value: unknown): value is Page {
  return (
    typeof value === "object" && value !== null && "url" in value && typeof value.url === "string"
  );
}
