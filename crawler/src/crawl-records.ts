import type { Visit } from "./classify.ts";
import type { PageRecord, SkipReason } from "./contract.ts";
import type { CrawlCounts, CrawlParts } from "./crawl-parts.ts";
import type { FrontierEntry } from "./frontier.ts";
import { pageRecord, type VisitContext } from "./page-record.ts";

/** What a crawl writes: a record for each page and each skip, and how many there are. */
export class CrawlRecords {
  readonly #parts: Pick<CrawlParts, "output" | "clock">;
  /** URLs that wait. */
  readonly #queued: () => number;
  #retrieved = 0;
  #failed = 0;
  #skipped = 0;

  constructor(parts: Pick<CrawlParts, "output" | "clock">, queued: () => number) {
    this.#parts = parts;
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

  /** Records a page that was visited. */
  keep(
    visit: Visit,
    entry: FrontierEntry,
    context: Pick<VisitContext, "loadMs" | "plain" | "noindex">,
  ): void {
    const { output, clock } = this.#parts;
    const record: PageRecord = pageRecord(visit, {
      entry,
      retrievedAt: new Date(clock.now()).toISOString(),
      queued: this.#queued(),
      ...context,
    });
    output.record(record);
    if (record.error === undefined) {
      this.#retrieved += 1;
      output.log("INFO", `Retrieved URL: ${record.finalUrl ?? record.url}`);
    } else {
      this.#failed += 1;
      output.log("WARNING", `⛔ ${record.url}: ${record.error.message}.`);
    }
  }

  /** Records a page that may not be loaded. */
  keepUnasked(entry: FrontierEntry, visit: Visit): void {
    const attempts = Math.max(1, entry.attempts);
    this.keep(visit, { ...entry, attempts }, { loadMs: 0, plain: null, noindex: false });
  }

  /** Records a URL that is not visited, or whose page is not kept. */
  skip({ url, depth, referrer }: FrontierEntry, reason: SkipReason): void {
    this.#skipped += 1;
    this.#parts.output.record({ type: "skip", url, reason, depth, referrer });
  }
}
