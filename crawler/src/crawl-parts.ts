import type { Visit } from "./classify.ts";
import type { Clock } from "./clock.ts";
import type { CrawlSettings } from "./config.ts";
import type { SkipCounts } from "./crawl-counts.ts";
import type { CrawlJournal } from "./crawl-journal.ts";
import type { KeptFilesOfPage } from "./kept-files.ts";
import type { Output } from "./output.ts";
import type { PageArchive } from "./page-archive.ts";
import type { PageFiles } from "./page-files.ts";
import type { Robots } from "./robots.ts";
import type { ListedPage } from "./sitemap-xml.ts";
import type { PlainAnswer } from "./without-browser.ts";

/** What a crawl works with. */
export interface CrawlParts {
  readonly settings: Pick<
    CrawlSettings,
    | "scope"
    | "include"
    | "exclude"
    | "extraHops"
    | "order"
    | "prefer"
    | "maxDepth"
    | "maxPages"
    | "sizeLimit"
    | "delay"
    | "connections"
    | "rate"
    | "robots"
    | "retries"
    | "userAgent"
    | "allowPrivate"
  > & { readonly results?: string | undefined };
  readonly seeds: readonly string[];
  readonly sitemaps: readonly Sitemap[];
  /** One attempt at a page; throws when there is no browser any more. */
  readonly visit: (url: string) => Promise<Visit>;
  /** Pages that can be visited at once, now. */
  readonly capacity: () => number;
  /** Where what is found is kept, and what a crawl before this one has left there. */
  readonly journal: Pick<CrawlJournal, "resume" | "append" | "save">;
  readonly robots: Pick<Robots, "ask">;
  readonly answerWithoutBrowser: (url: string) => Promise<PlainAnswer>;
  /** Milliseconds for which the host of a URL that just answered 429 or 503 wants to be left alone; null: it does not say. */
  readonly retryAfter: (url: string) => Promise<number | null>;
  /** Keeps the files of a page; absent where none are wanted. Never throws. */
  readonly keepFiles?: (url: string, files: PageFiles) => Promise<KeptFilesOfPage>;
  /** WARC file of a visit; absent where none are wanted. Null, undefined and errors as of {@link PageArchive.file}. */
  readonly archive?: PageArchive["file"];
  readonly output: Output;
  readonly clock: Clock;
  /** Aborted when no further page shall be taken. */
  readonly stopping: AbortSignal;
  /** Aborted when pages that are being loaded shall not be waited for any more: they count as queued. */
  readonly leaving?: AbortSignal;
}

/** A sitemap and the URLs it lists. */
export interface Sitemap {
  readonly url: string;
  /** As they are read, so that nobody holds them all. */
  readonly pages: AsyncIterable<ListedPage> | Iterable<ListedPage>;
}

/** Counts of a crawl. */
export interface CrawlCounts {
  readonly retrieved: number;
  readonly failed: number;
  readonly skipped: number;
  /** The same by reasons. */
  readonly skips: SkipCounts;
  readonly queued: number;
}
