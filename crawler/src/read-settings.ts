import {
  refuseConflicts,
  settings,
  SettingError,
  sitemapUrls,
  type CrawlSettings,
  type SettingDefinition,
} from "./config.ts";
import { environmentNames, type SettingName } from "./contract.ts";
import { httpUrl } from "./setting-parsers.ts";

/**
 * Reads all settings from the environment; further URLs come as arguments. Throws {@link SettingError} for the first one
 * that cannot be used, and when there is nothing to crawl.
 */
export function readSettings(
  environment: Readonly<Record<string, string | undefined>>,
  argv: readonly string[] = [],
): CrawlSettings {
  const read = <Name extends SettingName>(name: Name): CrawlSettings[Name] => {
    const definition: SettingDefinition<CrawlSettings[Name]> = settings[name];
    const value = environment[definition.environmentName];
    return value === undefined || value.trim() === ""
      ? definition.fallback
      : definition.parse(value.trim(), definition.environmentName);
  };
  const urls = [...read("urls"), ...argv.map((argument) => httpUrl(argument, "URL"))];
  const [urlLists, sitemaps] = [read("urlLists"), read("sitemaps")];
  if (urls.length + urlLists.length + sitemapUrls(sitemaps).length === 0) {
    throw new SettingError(
      `Expected at least one URL as an argument or in ${environmentNames.urls}, but got none.`,
    );
  }
  const [order, prefer] = [read("order"), read("prefer")];
  refuseConflicts({ order, prefer }, (name) => environmentNames[name]);
  const ofPlace = ["warc", "pdf", "screenshot", "urlLists"] as const;
  const filesBy = ofPlace.find((name) => {
    const value = read(name);
    return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;
  });
  if (filesBy !== undefined && read("results") === undefined) {
    throw new SettingError(
      `Expected a place for files in ${environmentNames.results} with ${environmentNames[filesBy]}, but got none.`,
    );
  }
  return {
    urls,
    urlLists,
    sitemaps,
    scope: read("scope"),
    include: read("include"),
    exclude: read("exclude"),
    extraHops: read("extraHops"),
    order,
    prefer,
    maxDepth: read("maxDepth"),
    maxPages: read("maxPages"),
    sizeLimit: read("sizeLimit"),
    timeLimit: read("timeLimit"),
    delay: read("delay"),
    connections: read("connections"),
    rate: read("rate"),
    robots: read("robots"),
    retries: read("retries"),
    sessions: read("sessions"),
    extract: read("extract"),
    metadata: read("metadata"),
    text: read("text"),
    html: read("html"),
    settle: read("settle"),
    waitFor: read("waitFor"),
    scroll: read("scroll"),
    screenshot: read("screenshot"),
    pdf: read("pdf"),
    warc: read("warc"),
    userAgent: read("userAgent"),
    allowPrivate: read("allowPrivate"),
    header: read("header"),
    cookie: read("cookie"),
    basicAuth: read("basicAuth"),
    viewport: read("viewport"),
    locale: read("locale"),
    timezone: read("timezone"),
    block: read("block"),
    blockUrl: read("blockUrl"),
    proxy: read("proxy"),
    pageLoadTimeout: read("pageLoadTimeout"),
    scriptTimeout: read("scriptTimeout"),
    results: read("results"),
    endpoint: read("endpoint"),
    readyTimeout: read("readyTimeout"),
    browserBinary: read("browserBinary"),
    browserArguments: read("browserArguments"),
  };
}
