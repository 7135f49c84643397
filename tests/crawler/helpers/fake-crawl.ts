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

/** Crawls a site of nothing but links; tells paths, in full where they are another host's. */
export async function crawlLinks(site: LinkSite, options: FakeCrawlOptions = {}) {
  const { settings, store, ...parts } = options;
  const output = new RecordingOutput();
  const visited: string[] = [];
  const journal = new CrawlJournal(store ?? null, output);
  const crawl = new Crawl({
    settings: {
      ...{ scope: "same-hostname", include: [], exclude: [], maxDepth: 10, maxPages: 1000 },
      ...{
        extraHops: 0,
        order: undefined,
        prefer: [],
        delay: 0,
        connections: undefined,
        rate: undefined,
        sizeLimit: undefined,
        robots: true,
        retries: 0,
      },
      ...{ userAgent: undefined, allowPrivate: undefined },
      ...settings,
    },
    seeds: [`${origin}/`],
    sitemaps: [],
    visit: (url) => {
      visited.push(pathOf(url));
      const links = (site[pathOf(url)] ?? []).map((link) => new URL(link, origin).href);
      return Promise.resolve({
        kind: "document",
        reading: readingOf(url, { links }),
        partial: false,
      });
    },
    robots: { ask: () => Promise.resolve({ kind: "allowed", crawlDelay: 0 }) },
    answerWithoutBrowser: () =>
      Promise.resolve({ status: 204, contentType: null, robotsTag: null }),
    retryAfter: () => Promise.resolve(null),
    capacity: () => 1,
    journal,
    output,
    clock: new FakeClock(),
    stopping: never,
    ...parts,
  });
  await crawl.run();
  await crawl.save();
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
