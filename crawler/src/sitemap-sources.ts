/** What `--sitemap` says: a leaf, as the table of settings uses it. */
import { httpUrl, words } from "./setting-parsers.ts";

/** Stands for all sitemaps that the robots.txt of a start host names. */
export const namedByRobots = "robots";

/** URLs of sitemaps, or `robots`, split at white space. Throws {@link SettingError}. */
export function sitemapSources(text: string, option: string): readonly string[] {
  return words(text).map((word) => (word === namedByRobots ? word : httpUrl(word, option)));
}

/** Those that are URLs. */
export function sitemapUrls(sources: readonly string[]): readonly string[] {
  return sources.filter((source) => source !== namedByRobots);
}
