import type { Visit } from "./classify.ts";
import type { SkipReason } from "./contract.ts";
import type { CrawlCounts, CrawlParts } from "./crawl-parts.ts";
import type { FindingDraft } from "./finding.ts";
import type { FrontierEntry } from "./frontier.ts";
import { pageRecord, type VisitContext } from "./page-record.ts";

/** Makes a record for each page and each skip, and counts those that are written. */
export class CrawlRecords {
  readonly #clock: CrawlParts["clock"];
  /** URLs that wait. */
  readonly #queued: () => number;
  #retrieved = 0;
  #failed = 0;
  #skipped = 0;

  constructor(clock: CrawlParts["clock"], queued: () => number) {
    this.#clock = clock;
    this.#queued = queued;
  }

  get counts(): CrawlCounts {
    return {
      retrieved: this.#retrieved,
      failed: this.#failed,
      skipped: this.#skipped,
      queued: this.#queued(),
    };
  }

  /** Pages with a record, with or without an error. */
  get pages(): number {
    return this.#retrieved + this.#failed;
  }

  /** Counts what another crawler counted. */
  goOnFrom({ retrieved, failed, skipped }: Omit<CrawlCounts, "queued">): void {
    this.#retrieved += retrieved;
    this.#failed += failed;
    this.#skipped += skipped;
  }

  /** Counts what is written now. */
  count({ records }: Pick<FindingDraft, "records">): void {
    for (const record of records) {
      if (record.type === "skip") this.#skipped += 1;
      else if (record.error === undefined) this.#retrieved += 1;
      else this.#failed += 1;
    }
  }

  /** Makes the record of a page that was visited. */
  keep(
    draft: FindingDraft,
    visit: Visit,
    entry: FrontierEntry,
    context: Pick<VisitContext, "loadMs" | "plain" | "noindex">,
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
