import type { CrawlParts } from "../../../crawler/src/crawl-parts.ts";
import { CrawlJournal } from "../../../crawler/src/crawl-journal.ts";
import { Crawl } from "../../../crawler/src/crawl.ts";
import type { ResultsStore } from "../../../crawler/src/results-store.ts";
import { FakeClock, never, readingOf, RecordingOutput } from "./fakes.ts";

/** The site that all paths are of. */
export const origin = "https://a.org";

/** Links of each page by its path; the crawl begins at `/`. */
export type LinkSite = Readonly<Record<string, readonly string[]>>;

export interface FakeCrawlOptions extends Partial<Omit<CrawlParts, "settings">> {
  readonly settings?: Partial<CrawlParts["settings"]>;
  readonly store?: ResultsStore;
}

/** Settings as they are without a word, but for the pause between pages. */
export const plainSettings: CrawlParts["settings"] = {
  ...{ scope: "same-hostname", include: [], exclude: [], extraHops: 0 },
  ...{ order: undefined, prefer: [], maxDepth: 3, maxPages: 100, sizeLimit: undefined },
  ...{ delay: 0, connections: undefined, rate: undefined, robots: true, retries: 2 },
  ...{ userAgent: undefined, allowPrivate: undefined },
};

/** What a crawl of one page after the other works with, at its simplest. */
export function fakeParts(
  output: RecordingOutput,
  visit: CrawlParts["visit"],
  more: Partial<CrawlParts> = {},
): CrawlParts {
  return {
    settings: plainSettings,
    seeds: [`${origin}/`],
    sitemaps: [],
    visit,
    robots: { ask: () => Promise.resolve({ kind: "allowed", crawlDelay: 0 }) },
    answerWithoutBrowser: () =>
      Promise.resolve({ status: 204, contentType: null, robotsTag: null }),
    retryAfter: () => Promise.resolve(null),
    capacity: () => 1,
    journal: new CrawlJournal(null, output),
    output,
    clock: new FakeClock(),
    stopping: never,
    ...more,
  };
}

/** Crawls a site of nothing but links; tells paths, in full where they are another host's. */
export async function crawlLinks(site: LinkSite, options: FakeCrawlOptions = {}) {
  const { settings, store, ...more } = options;
  const output = new RecordingOutput();
  const visited: string[] = [];
  const visit: CrawlParts["visit"] = (url) => {
    visited.push(pathOf(url));
    const links = (site[pathOf(url)] ?? []).map((link) => new URL(link, origin).href);
    const reading = readingOf(url, { links });
    return Promise.resolve({ kind: "document", reading, partial: false });
  };
  const crawl = new Crawl(
    fakeParts(output, visit, {
      settings: { ...plainSettings, maxDepth: 10, maxPages: 1000, retries: 0, ...settings },
      journal: new CrawlJournal(store ?? null, output),
      ...more,
    }),
  );
  try {
    await crawl.run();
  } finally {
    await crawl.save();
  }
  return {
    crawl,
    output,
    visited,
    skips: output.skips.map((skip) => [pathOf(skip.url), skip.reason]),
  };
}

function pathOf(url: string): string {
  return url.replace(origin, "");
}
