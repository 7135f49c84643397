#!/usr/bin/env node
/** The process edge of the crawler: environment → settings, signals → abort, end of the crawl → exit code. */
import { setTimeout as delay } from "node:timers/promises";
import { acceptedLanguages, pageSeen } from "./page-seen.ts";
import { askWith } from "./ask-with.ts";
import type { Visit } from "./classify.ts";
import { systemClock } from "./clock.ts";
import { SettingError, type CrawlSettings } from "./config.ts";
import { crawlerExitCodes } from "./contract.ts";
import { CrawlJournal } from "./crawl-journal.ts";
import { openNetwork, type CrawlNetwork } from "./crawl-network.ts";
import { crawlSitemaps } from "./crawl-sitemaps.ts";
import { Crawl } from "./crawl.ts";
import { Ending } from "./ending.ts";
import { OutputError } from "./errors.ts";
import { extractRule } from "./extract-rules.ts";
import { GivenRequests } from "./given-requests.ts";
import { KeptFiles } from "./kept-files.ts";
import { listedUrls } from "./listed-urls.ts";
import { misspeltNames } from "./misspelt-names.ts";
import { openResults } from "./open-results.ts";
import { openSessions } from "./open-sessions.ts";
import { processOutput as output } from "./output.ts";
import type { WantedContent } from "./page-content.ts";
import { loadWarc, PageArchive, type MakeWarc } from "./page-archive.ts";
import type { PageFiles } from "./page-files.ts";
import { pageRequests } from "./page-requests.ts";
import { hasWait } from "./page-wait.ts";
import { pauseMs } from "./politeness.ts";
import { readSettings } from "./read-settings.ts";
import { RefusedSelectors } from "./refused-selectors.ts";
import { Robots } from "./robots.ts";
import type { Sessions } from "./sessions.ts";
import { sitemapUrls } from "./sitemap-sources.ts";
import type { CrawlEnd } from "./summary.ts";
import { answerWithoutBrowser, retryAfterWithoutBrowser } from "./without-browser.ts";

/** Name in robots.txt and in the requests that are not the browser's, unless --user-agent says another. */
const defaultAgent = "mayfly";
/** Milliseconds that the time limit leaves for the pages in flight. */
const graceMs = 10_000;
/** Milliseconds between checkpoints, and those that a second signal leaves for what is on its way to a bucket. */
const checkpointMs = 30_000;
const leavingMs = 2000;

const ending = new Ending(output);

async function main(asked: CrawlSettings, makeWarc: MakeWarc | null): Promise<number> {
  const stopping = new AbortController();
  let end: CrawlEnd = "done";
  const stop = (why: CrawlEnd): void => {
    if (stopping.signal.aborted) return;
    end = why;
    stopping.abort();
  };
  let journal: CrawlJournal | null = null;
  let signals = 0;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      signals += 1;
      if (signals > 1) void leave(journal);
      if (signals > 1) return;
      output.log("INFO", `${signal}: finishing the pages in flight.`);
      stop("interrupted");
    });
  }
  const leaving = new AbortController();
  let limit = setTimeout(() => {
    output.log("INFO", "Time limit: finishing the pages in flight.");
    stop("timeLimit");
    limit = setTimeout(() => {
      leaving.abort();
    }, graceMs);
  }, asked.timeLimit * 1000);
  let sessions: Sessions | null = null;
  let network: CrawlNetwork | null = null;
  try {
    const { results } = asked;
    const store =
      results === undefined ? null : await openResults(results, process.env, stopping.signal);
    journal = new CrawlJournal(store, output, stopping.signal);
    const listed = store === null ? [] : await listedUrls(store, asked.urlLists);
    const settings = { ...asked, urls: [...asked.urls, ...listed] };
    const content = wantedContent(settings);
    network = await openNetwork(settings, settings.userAgent ?? defaultAgent);
    const { socksPort } = network;
    const given = new GivenRequests(settings);
    const sessionSettings = {
      ...settings,
      ...(content === null ? {} : { content }),
      ...(socksPort === undefined ? {} : { socksPort }),
      ...(hasWait(settings) ? { wait: settings } : {}),
      ...(settings.pdf || settings.screenshot !== undefined ? { files: settings } : {}),
      setUp: {
        cookies: given.cookies,
        rules: pageRequests(given, settings),
        ...pageSeen(settings),
      },
    };
    sessions = await openSessions(sessionSettings, process.env, output, stopping.signal);
    const files = store === null ? null : new KeptFiles(store, output);
    const tools = { content, given, sessions, network, journal, files, makeWarc };
    const isFull = await crawl(settings, tools, stopping.signal, leaving.signal);
    // A limit or signal that came with the last page changed nothing; one that came before the first did.
    const { queued, retrieved, failed } = ending.counts();
    if (queued === 0 && retrieved + failed > 0) end = "done";
    if (isFull) stop("sizeLimit");
    return ending.finish(end);
  } catch (error) {
    if (stopping.signal.aborted && !(error instanceof OutputError)) return ending.finish(end);
    return ending.finishWith(error, sessions !== null);
  } finally {
    clearTimeout(limit);
    await sessions?.close();
    await network?.close();
    await journal?.close();
  }
}

/** The second signal: only what is found already is kept. */
async function leave(journal: CrawlJournal | null): Promise<void> {
  const exitCode = ending.finish("forced");
  await Promise.race([journal?.flush(), delay(leavingMs)]);
  process.exit(exitCode);
}

/** What the pages are asked for; null where that is nothing. */
function wantedContent(settings: CrawlSettings): WantedContent | null {
  const rules = settings.extract.flatMap((text) => extractRule(text) ?? []);
  const { metadata, text, html } = settings;
  const isAny = rules.length > 0 || metadata || text || html;
  return isAny ? { rules, metadata, text, html } : null;
}

/** What a crawl works with, once it is open. */
interface Tools {
  readonly content: WantedContent | null;
  readonly given: GivenRequests;
  readonly sessions: Sessions;
  readonly network: CrawlNetwork;
  readonly journal: CrawlJournal;
  readonly files: KeptFiles | null;
  readonly makeWarc: MakeWarc | null;
}

/** Crawls; true when the size limit ended it. */
async function crawl(
  settings: CrawlSettings,
  { content, given, sessions, network, journal, files, makeWarc }: Tools,
  stopping: AbortSignal,
  leaving: AbortSignal,
): Promise<boolean> {
  const agent = settings.userAgent ?? defaultAgent;
  const ask = askWith(network.ask, (url) => ({
    ...given.headersWithCookies(url),
    ...(settings.locale === undefined
      ? {}
      : { "accept-language": acceptedLanguages(settings.locale) }),
  }));
  const robots = new Robots(agent, ask, output);
  const refused = new RefusedSelectors(content?.rules ?? [], settings.waitFor, output);
  const archive =
    makeWarc === null
      ? null
      : new PageArchive(makeWarc, ask, { agent, secretNames: given.headerNames, signal: stopping });
  const run = new Crawl({
    settings,
    seeds: settings.urls,
    sitemaps: crawlSitemaps(settings, { ask, robots, output, stopping }),
    visit: async (url) => {
      const visit = network.explain(await sessions.visit(url));
      refused.look(visit);
      return visit;
    },
    capacity: () => sessions.capacity,
    robots,
    answerWithoutBrowser: async (url) => await answerWithoutBrowser(url, ask, stopping),
    retryAfter: async (url) => await retryAfterWithoutBrowser(url, ask, stopping),
    journal,
    ...(files === null
      ? {}
      : { keepFiles: async (url: string, made: PageFiles) => await files.keep(url, made) }),
    ...(archive === null
      ? {}
      : { archive: async (url: string, visit: Visit) => await archive.file(url, visit) }),
    output,
    clock: systemClock,
    stopping,
    leaving,
  });
  if (needsSessionsSoon(settings)) sessions.warmUp();
  ending.counts = () => run.counts;
  const save = (): void => void run.save();
  const timer = setInterval(save, checkpointMs);
  // The page in flight may take longer than what stops the crawl gives it.
  stopping.addEventListener("abort", save);
  try {
    await run.run();
  } finally {
    clearInterval(timer);
    stopping.removeEventListener("abort", save);
    await run.save();
  }
  return run.isFull;
}

/** Whether the first page will give all sessions work: several pages, and a host that several may be asked of at once. */
function needsSessionsSoon(settings: CrawlSettings): boolean {
  const { urls, sitemaps, maxDepth, maxPages, delay } = settings;
  const hasMore = maxPages > 1 && (maxDepth > 0 || urls.length > 1 || sitemaps.length > 0);
  return hasMore && [...urls, ...sitemapUrls(sitemaps)].some((url) => pauseMs(url, delay, 0) === 0);
}

try {
  for (const { name, meant } of misspeltNames(process.env)) {
    output.log("WARNING", `⛔ ${name} is not a setting; was ${meant} meant?`);
  }
  const settings = readSettings(process.env, process.argv.slice(2));
  // Nothing may keep the process: a WebDriver call that never returns, say.
  process.exit(await main(settings, settings.warc ? await loadWarc() : null));
} catch (error) {
  if (!(error instanceof SettingError)) throw error;
  output.log("ERROR", `🚨 ${error.message}`);
  process.exit(crawlerExitCodes.invalidConfig);
}
