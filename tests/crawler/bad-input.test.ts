/** What is thrown at a crawler, in one crawl: each has a record, none hangs the crawl, and no other page is lost. */
import { expect, test } from "vitest";
import { startSeleniumServer, type ServerKind } from "../helpers/selenium-servers.ts";
import { badPages } from "./helpers/bad-site.ts";
import { browserEnvironment, pagesOf, summaryOf } from "./helpers/crawler-process.ts";
import { startOddSite } from "./helpers/odd-site.ts";
import { useCrawler } from "./helpers/use-crawler.ts";

const start = useCrawler();

/** A record must have these fields; `code` is that of its error. */
type Expected = Readonly<Record<string, unknown>>;

const page = (title: string, more: Expected = {}): Expected => ({
  status: 200,
  title,
  code: null,
  ...more,
});
const refused = (code: unknown, more: Expected = {}): Expected => ({
  code,
  finalUrl: null,
  ...more,
});

/** What a busy machine may make of it, too. */
const oneOf = (...values: readonly unknown[]): unknown => expect.toBeOneOf([...values]);

const expected: Readonly<Record<string, Expected>> = {
  "/never-finishes": page("Trickle", { partial: true }),
  // How much of it can be read in time depends on the machine.
  "/large-html": { code: oneOf(null, "timeout") },
  "/large-text": { code: oneOf(null, "timeout"), links: [] },
  "/large-file": page("", {
    title: null,
    noDocument: "download",
    contentType: "application/octet-stream",
  }),
  "/opens-windows": page("Windows"),
  "/allocates": refused(oneOf("browserCrash", "timeout")),
  "/grows": page("Grows"),
  "/recurses": page("Recurses"),
  "/backtracks": refused("timeout"),
  "/dialog-loop": { status: null },
  "/frames-itself": page("Frames"),
  "/many-frames": page("Many frames"),
  "/deep": page("Deep"),
  "/deep-inline": page("Deep inline"),
  "/many-links": page("Many links"),
  "/same-links": page("Same links"),
  "/odd-links": page("Odd links"),
  "/bidi-links": page("Bidi"),
  "/long-link": page("Long link"),
  "/base-elsewhere": page("Base"),
  "/long-title": { status: 200, code: null, truncated: ["title"] },
  "/no-utf-8": page(""),
  "/null-bytes": page("Null"),
  "/no-charset": page("No charset"),
  "/utf-16": page("Wide"),
  "/utf-7": page(""),
  "/broken-gzip": { status: 200, code: null },
  "/no-gzip": page("", { partial: true }),
  "/gzip-bomb": { code: oneOf(null, "timeout") },
  "/odd-encoding": page(""),
  "/no-http": refused("network"),
  "/half-head": page("", { links: [] }),
  "/large-head": refused("network"),
  "/odd-status": { status: 999, code: "httpError" },
  "/odd-chunks": page("", { partial: true }),
  "/two-lengths": refused("network"),
  "/continues": { status: 204, noDocument: "noContent", code: null },
  "/to-itself": refused("redirectLoop"),
  "/to-javascript": refused("webdriver"),
  "/to-data-url": refused("blockedByBrowser"),
  "/to-spaces": { status: 302, title: "", code: null },
  "/not-modified": { status: 304, title: null, noDocument: "noContent", code: null },
  "/refresh-loop": refused(oneOf("redirectLoop", "timeout", "browserCrash")),
  "/worker": page("Worker"),
  "/svg": page("", { contentType: "image/svg+xml", links: [] }),
  "/broken-xml": { status: 200, contentType: "application/xhtml+xml", code: null },
  "/entity-bomb": { status: 200, contentType: "application/xml", links: [], code: null },
  "/broken-pdf": { status: 200, code: null },
  "/broken-image": { status: 200, contentType: "image/png", links: [], code: null },
};

test.each<ServerKind>(["chromedriver", "grid", "selenium3"])(
  "%s: every bad page has its record, and the good ones between them have theirs",
  { timeout: 400_000 },
  async (kind) => {
    const good = Object.fromEntries(
      Object.keys(badPages).map((path, i) => [`/good/${i}`, `<title>Good after ${path}</title>`]),
    );
    await using site = await startOddSite({ ...badPages, ...good });
    await using server = await startSeleniumServer(kind);
    const urls = Object.keys(badPages).flatMap((path, i) => [path, `/good/${i}`]);
    const { MAYFLY_BROWSER_ARGUMENTS: own = "" } = await browserEnvironment();
    await using run = start([], {
      MAYFLY_URLS: urls.map((path) => site.origin + path).join(" "),
      SELENIUM_URL: server.endpoint,
      MAYFLY_MAX_DEPTH: "0",
      MAYFLY_MAX_PAGES: "1000",
      MAYFLY_RETRIES: "0",
      MAYFLY_PAGE_LOAD_TIMEOUT: "5",
      MAYFLY_SCRIPT_TIMEOUT: "5",
      // What allocates without end shall not take this machine's memory.
      MAYFLY_BROWSER_ARGUMENTS: `${own} --js-flags=--max-old-space-size=128`,
    });
    const { exitCode, stdout, stderr } = await run.ended;
    expect(exitCode, stderr).toBe(0);
    const found = new Map(
      pagesOf(stdout).map((one) => [
        one.url.replace(site.origin, ""),
        { ...one, code: one.error?.code ?? null },
      ]),
    );
    const seen = Object.fromEntries(
      Object.entries(expected).map(([path, fields]) => {
        const record: Readonly<Record<string, unknown>> = { ...found.get(path) };
        return [
          path,
          Object.fromEntries(Object.keys(fields).map((field) => [field, record[field]])),
        ];
      }),
    );
    expect(seen).toEqual(expected);
    const titles = Object.keys(good).map((path) => found.get(path)?.title);
    expect(titles).toEqual(Object.keys(badPages).map((path) => `Good after ${path}`));
    expect([...found.keys()].sort()).toEqual([...urls].sort());
    expect(summaryOf(stdout)).toMatchObject({ outcome: "completed", queued: 0 });
  },
);
