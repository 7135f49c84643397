#!/usr/bin/env node
/** The process edge of the crawler: environment → settings, signals → abort, end of the crawl → exit code. */
import { emptyCheckpoint } from "./checkpoint.ts";
import { systemClock } from "./clock.ts";
import { SettingError, type CrawlSettings } from "./config.ts";
import { readSettings } from "./read-settings.ts";
import { crawlerExitCodes } from "./contract.ts";
import type { CrawlCounts, Sitemap } from "./crawl-parts.ts";
import { CrawlJournal } from "./crawl-journal.ts";
import { Crawl } from "./crawl.ts";
import { BrowserUnavailableError, OutputError, sentenceOf } from "./errors.ts";
import { extractRule } from "./extract-rules.ts";
import { passGate } from "./gate.ts";
import { misspeltNames } from "./misspelt-names.ts";
import { processOutput as output } from "./output.ts";
import type { WantedContent } from "./page-content.ts";
import { RefusedSelectors } from "./refused-selectors.ts";
import { Robots } from "./robots.ts";
import { sessionLimit } from "./session-limit.ts";
import { openSession } from "./session.ts";
import { Sessions } from "./sessions.ts";
import { sitemapUrls } from "./sitemap.ts";
import { summaryRecord, type CrawlEnd } from "./summary.ts";
import { TaskResources } from "./task-resources.ts";
import { answerWithoutBrowser, retryAfterWithoutBrowser } from "./without-browser.ts";

/** Name in robots.txt and in the requests that are not the browser's, unless --user-agent says another. */
const defaultAgent = "mayfly";
/** Seconds in which a lost browser must be replaced, unless less was given for the first. */
const replaceTimeout = 15;

let counts: CrawlCounts = { retrieved: 0, failed: 0, skipped: 0, queued: 0 };
let currentCounts = (): CrawlCounts => counts;
/** Exit code of the summary, once it is written: whatever comes later is no other end. */
let finished: number | null = null;
const startedMs = Date.now();

function finish(end: CrawlEnd, detail?: string): number {
  if (finished !== null) return finished;
  counts = currentCounts();
  const summary = summaryRecord(end, counts, startedMs, Date.now(), detail);
  try {
    output.record(summary);
  } catch {
    // Its reader is gone; the exit code says the same.
  }
  output.log(
    summary.outcome === "completed" ? "INFO" : "ERROR",
    `${summary.outcome === "completed" ? "🏁" : "🚨"} ${summary.message} ${String(summary.retrieved)} retrieved, ${String(summary.failed)} failed, ${String(summary.skipped)} skipped.`,
  );
  finished = summary.exitCode;
  return finished;
}

async function main(settings: CrawlSettings): Promise<number> {
  const stopping = new AbortController();
  let end: CrawlEnd = "done";
  const stop = (why: CrawlEnd): void => {
    if (stopping.signal.aborted) return;
    end = why;
    stopping.abort();
  };
  let signals = 0;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      signals += 1;
      if (signals > 1) process.exit(finish("forced"));
      output.log("INFO", `${signal}: finishing the page in flight.`);
      stop("interrupted");
    });
  }
  const limit = setTimeout(() => {
    output.log("INFO", "Time limit: finishing the page in flight.");
    stop("timeLimit");
  }, settings.timeLimit * 1000);
  const content = wantedContent(settings);
  const sessionSettings = content === null ? settings : { ...settings, content };
  let sessions: Sessions | null = null;
  try {
    const gate = { output, clock: systemClock, signal: stopping.signal };
    const { base, slots, session } = await passGate({
      ...gate,
      endpoint: settings.endpoint,
      readyTimeout: settings.readyTimeout,
      openSession: async (url, withinMs) => await openSession(url, sessionSettings, withinMs),
    });
    const resources = new TaskResources(process.env, stopping.signal);
    const isOurs = (id: string): boolean => sessions?.has(id) === true;
    sessions = new Sessions({
      first: session,
      most: sessionLimit(settings.sessions, await resources.limits(), slots),
      open: async () => {
        const another = await passGate({
          ...{ ...gate, isOurs, endpoint: base },
          readyTimeout: Math.min(replaceTimeout, settings.readyTimeout),
          openSession: async (url, withinMs) => await openSession(url, sessionSettings, withinMs),
        });
        return another.session;
      },
      isMemoryShort: async () => await resources.isMemoryShort(),
      output,
      stopping: stopping.signal,
    });
    await crawl(settings, content, sessions, stopping.signal);
    // A limit or signal that came with the last page changed nothing; one that came before the first did.
    const { queued, retrieved, failed } = currentCounts();
    if (queued === 0 && retrieved + failed > 0) end = "done";
    return finish(end);
  } catch (error) {
    if (stopping.signal.aborted && !(error instanceof OutputError)) return finish(end);
    if (error instanceof OutputError) {
      return finish(error.outOfSpace ? "outOfSpace" : "interrupted", sentenceOf(error));
    }
    if (error instanceof BrowserUnavailableError) {
      return finish(sessions === null ? "browserUnavailable" : "browserCrashed", sentenceOf(error));
    }
    return finish("fatal", error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    clearTimeout(limit);
    await sessions?.close();
  }
}

/** What the pages are asked for; null where that is nothing. */
function wantedContent(settings: CrawlSettings): WantedContent | null {
  const rules = settings.extract.flatMap((text) => extractRule(text) ?? []);
  const { metadata, text, html } = settings;
  const isAny = rules.length > 0 || metadata || text || html;
  return isAny ? { rules, metadata, text, html } : null;
}

async function crawl(
  settings: CrawlSettings,
  content: WantedContent | null,
  sessions: Sessions,
  stopping: AbortSignal,
): Promise<void> {
  const agent = settings.userAgent ?? defaultAgent;
  const sitemaps: Sitemap[] = [];
  for (const url of settings.sitemaps) {
    sitemaps.push({ url, pages: await sitemapUrls(url, agent, output, stopping) });
  }
  const refused = new RefusedSelectors(content?.rules ?? [], output);
  const journal = new CrawlJournal(null, output);
  const run = new Crawl({
    settings,
    seeds: settings.urls,
    sitemaps,
    visit: async (url) => {
      const visit = await sessions.visit(url);
      refused.look(visit);
      return visit;
    },
    robots: new Robots(agent, output),
    answerWithoutBrowser: async (url) => await answerWithoutBrowser(url, agent, stopping),
    retryAfter: async (url) => await retryAfterWithoutBrowser(url, agent, stopping),
    capacity: () => sessions.capacity,
    journal,
    resumed: emptyCheckpoint,
    output,
    clock: systemClock,
    stopping,
  });
  currentCounts = () => run.counts;
  await run.run();
}

try {
  for (const { name, meant } of misspeltNames(process.env)) {
    output.log("WARNING", `⛔ ${name} is not a setting; was ${meant} meant?`);
  }
  const settings = readSettings(process.env, process.argv.slice(2));
  // Nothing may keep the process: a WebDriver call that never returns, say.
  process.exit(await main(settings));
} catch (error) {
  if (!(error instanceof SettingError)) throw error;
  output.log("ERROR", `🚨 ${error.message}`);
  process.exit(crawlerExitCodes.invalidConfig);
}
