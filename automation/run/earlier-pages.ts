import type { SkipRecord } from "../../crawler/src/contract.ts";
import { AppendFile } from "./append-file.ts";
import { crawlerRecordOf } from "./crawler-records.ts";
import { jsonLines, keptRecords } from "../results/kept-records.ts";
import type { EarlierRun } from "./earlier-run.ts";
import { localResults } from "./fetch-run.ts";
import { countPage, countSkip, type PageCounts } from "./record.ts";
import type { RunFolder } from "./run-folder.ts";
import { skipLine } from "./skip-lines.ts";

/** What a run begins with that goes on with another's crawl. */
export interface EarlierPages {
  readonly counts: PageCounts;
  /** Sizes of the files of pages and skips. */
  readonly bytes: Readonly<Record<"pages" | "skips", number>>;
}

/**
 * Copies pages and skips of an earlier run to a new one, so that it has those of the whole crawl: what the earlier run was
 * told, and what its crawler had kept when it was killed, before it could tell. Throws `MayflyError` when they cannot be
 * written.
 */
export async function copyEarlierPages(
  { folder, record }: EarlierRun,
  to: RunFolder,
): Promise<EarlierPages> {
  const results = localResults(folder, record);
  const { queued } = record.pages;
  let counts: PageCounts = { retrieved: 0, failed: 0, skipped: 0, skips: {}, queued };
  const urls = new Set<string>();
  const [pages, skips] = [new AppendFile(to.pages), new AppendFile(to.skips)];
  try {
    for await (const page of pagesOf(folder.pages, results)) {
      if (urls.has(page.url)) continue;
      urls.add(page.url);
      counts = countPage(counts, page["error"] !== undefined, queued);
      pages.appendLine(JSON.stringify(page));
    }
    for await (const skip of skipsOf(folder.skips, results)) {
      if (urls.has(skip.url)) continue;
      urls.add(skip.url);
      counts = countSkip(counts, skip.reason);
      skips.appendLine(skipLine(skip));
    }
    return { counts, bytes: { pages: pages.bytes, skips: skips.bytes } };
  } finally {
    pages.close();
    skips.close();
  }
}

async function* skipsOf(skips: string, results: string): AsyncGenerator<SkipRecord> {
  for await (const value of jsonLines(skips)) {
    const record = crawlerRecordOf({ type: "skip", depth: 0, ...Object(value) });
    if (record?.type === "skip") yield record;
  }
  for await (const value of keptRecords(results)) {
    const record = crawlerRecordOf(value);
    if (record?.type === "skip") yield record;
  }
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
