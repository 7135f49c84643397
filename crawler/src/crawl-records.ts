import type { Visit } from "./classify.ts";
import type { SkipReason } from "./contract.ts";
import {
  allSkips,
  countFiles,
  countRecord,
  countSkip,
  noRecords,
  sortedSkips,
  type RecordCounts,
} from "./crawl-counts.ts";
import type { CrawlCounts, CrawlParts } from "./crawl-parts.ts";
import type { FindingDraft } from "./finding.ts";
import type { FrontierEntry } from "./known-urls.ts";
import { pageRecord, type VisitContext } from "./page-record.ts";

/** Makes a record for each page and each skip, and counts those that are written. */
export class CrawlRecords {
  readonly #clock: CrawlParts["clock"];
  /** URLs that wait. */
  readonly #queued: () => number;
  #written = noRecords;

  constructor(clock: CrawlParts["clock"], queued: () => number) {
    this.#clock = clock;
    this.#queued = queued;
  }

  /** Counts of what is written, by this crawler and those before it. */
  get written(): RecordCounts {
    return this.#written;
  }

  get counts(): CrawlCounts {
    const { retrieved, failed, skips } = this.#written;
    return {
      ...{ retrieved, failed, skipped: allSkips(skips), skips: sortedSkips(skips) },
      queued: this.#queued(),
    };
  }

  /** Pages with a record, with or without an error. */
  get pages(): number {
    return this.#written.retrieved + this.#written.failed;
  }

  /** Counts what another crawler counted. */
  goOnFrom(counts: RecordCounts): void {
    this.#written = counts;
  }

  /** Counts what is written now. */
  count({ records, fileBytes }: Pick<FindingDraft, "records" | "fileBytes">): void {
    this.#written = countFiles(this.#written, fileBytes);
    for (const record of records) this.#written = countRecord(this.#written, record);
  }

  /** A URL whose skip is written is visited after all. */
  unskip(reason: SkipReason): void {
    this.#written = countSkip(this.#written, reason, -1);
  }

  /** Makes the record of a page that was visited. */
  keep(
    draft: FindingDraft,
    visit: Visit,
    entry: FrontierEntry,
    context: Pick<VisitContext, "loadMs" | "plain" | "noindex" | "files">,
  ): void {
    const record = pageRecord(visit, {
      entry,
      retrievedAt: new Date(this.#clock.now()).toISOString(),
      queued: this.#queued(),
      ...context,
    });
    draft.records.push(record);
    draft.lines.push(
      record.error === undefined
        ? ["INFO", `Retrieved URL: ${record.finalUrl ?? record.url}`]
        : ["WARNING", `⛔ ${record.url}: ${record.error.message}.`],
    );
  }

  /** Makes the record of a page that may not be loaded. */
  keepUnasked(draft: FindingDraft, entry: FrontierEntry, visit: Visit): void {
    const attempts = Math.max(1, entry.attempts);
    this.keep(draft, visit, { ...entry, attempts }, { loadMs: 0, plain: null, noindex: false });
  }

  /** Makes the record of a URL that is not visited, or whose page is not kept. */
  skip(draft: FindingDraft, { url, depth, referrer }: FrontierEntry, reason: SkipReason): void {
    draft.records.push({ type: "skip", url, reason, depth, referrer });
  }
}
