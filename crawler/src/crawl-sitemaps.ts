import type { CrawlSettings } from "./config.ts";
import type { Sitemap } from "./crawl-parts.ts";
import type { Ask } from "./network.ts";
import type { Output } from "./output.ts";
import type { Robots } from "./robots.ts";
import { sitemapPages } from "./sitemap.ts";
import { namedByRobots, sitemapUrls } from "./sitemap-sources.ts";
import type { ListedPage } from "./sitemap-xml.ts";

/** What reading sitemaps takes. */
export interface SitemapTools {
  readonly ask: Ask;
  readonly robots: Pick<Robots, "sitemaps">;
  readonly output: Output;
  readonly stopping: AbortSignal;
}

/**
 * The sitemaps of a crawl: those that its settings name, and, where they say so, those that the robots.txt of each start
 * host names. Of the latter, the scope is measured from that host, wherever the sitemap is.
 */
export function crawlSitemaps(
  { urls, sitemaps }: Pick<CrawlSettings, "urls" | "sitemaps">,
  tools: SitemapTools,
): readonly Sitemap[] {
  const { ask, output, stopping } = tools;
  const given = sitemapUrls(sitemaps);
  const own = given.map((url) => ({ url, pages: sitemapPages(url, ask, output, stopping) }));
  if (!sitemaps.includes(namedByRobots)) return own;
  // What several hosts name, or the settings name too, is read once.
  const read = new Set(given);
  const origins = [...new Set(urls.map((url) => new URL(url).origin))];
  const named = origins.map((origin) => ({
    url: `${origin}/robots.txt`,
    pages: pagesByRobots(origin, read, tools),
  }));
  return [...own, ...named];
}

async function* pagesByRobots(
  origin: string,
  read: Set<string>,
  { ask, robots, output, stopping }: SitemapTools,
): AsyncGenerator<ListedPage> {
  const named = await robots.sitemaps(origin, stopping);
  if (named.length === 0 && !stopping.aborted) {
    output.log("WARNING", `⛔ ${origin}/robots.txt names no sitemap.`);
  }
  for (const url of named) {
    if (read.has(url)) continue;
    read.add(url);
    yield* sitemapPages(url, ask, output, stopping);
  }
}
