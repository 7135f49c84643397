/** A crawl that is killed again and again, and goes on each time from what it kept. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { PageRecord } from "../../crawler/src/contract.ts";
import type { Finding } from "../../crawler/src/finding.ts";
import { lockFolder } from "../../crawler/src/folder-lock.ts";
import { startDemoSite } from "../fixtures/demo-site/server.mjs";
import { startSeleniumServer } from "../helpers/selenium-servers.ts";
import { pagesOf, summaryOf } from "./helpers/crawler-process.ts";
import { startOddSite } from "./helpers/odd-site.ts";
import { useCrawler } from "./helpers/use-crawler.ts";

const start = useCrawler();
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mayfly-test-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const crawl = { MAYFLY_MAX_DEPTH: "4", MAYFLY_MAX_PAGES: "45", MAYFLY_RETRIES: "0" };

const byUrl = (pages: readonly PageRecord[]): readonly (readonly [string, string | null])[] =>
  pages
    .map(({ url, title }) => [url, title] as const)
    .sort(([one], [other]) => one.localeCompare(other));

function journalPages(results: string): readonly PageRecord[] {
  return readFileSync(join(results, "journal.jsonl"), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .flatMap((line) => (JSON.parse(line) as Finding).records ?? [])
    .filter((record) => record.type === "page");
}

/** Reads stdout until it has so many pages more. */
async function untilPages(stdout: NodeJS.ReadableStream | null, count: number): Promise<void> {
  let seen = 0;
  await new Promise<void>((resolve) => {
    stdout?.on("data", (data: Buffer) => {
      seen += data.toString("utf8").split('"type":"page"').length - 1;
      if (seen >= count) resolve();
    });
    stdout?.once("end", resolve);
  });
}

test("a kill -9 at any moment costs no page, and repeats none", async () => {
  await using site = await startDemoSite();
  await using server = await startSeleniumServer("chromedriver");
  const environment = { ...crawl, SELENIUM_URL: server.endpoint };
  const results = join(folder, "killed");
  const told: PageRecord[] = [];
  for (const pages of [1, 7, 4]) {
    await using run = start([site.url], { ...environment, MAYFLY_RESULTS: results });
    await untilPages(run.child.stdout, pages);
    run.child.kill("SIGKILL");
    told.push(...pagesOf(wholeLines((await run.ended).stdout)));
  }
  await using last = start([site.url], { ...environment, MAYFLY_RESULTS: results });
  const { exitCode, stdout, stderr } = await last.ended;
  told.push(...pagesOf(stdout));
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/Going on after \d+ pages, with \d+ URLs to visit/);

  const urls = told.map(({ url }) => url);
  expect(new Set(urls).size).toBe(urls.length);
  const kept = journalPages(results);
  expect(kept.length).toBe(45);
  expect(new Set(kept.map(({ url }) => url)).size).toBe(45);
  // What was kept and not told yet is one page of each kill, at most.
  expect(urls.length).toBeGreaterThanOrEqual(45 - 3);
  expect(kept.map(({ url }) => url)).toEqual(expect.arrayContaining(urls));
  expect(summaryOf(stdout)).toMatchObject({ outcome: "completed" });
  expect(summaryOf(stdout).retrieved + summaryOf(stdout).failed).toBe(45);
}, 120_000);

/** What a kill cut off is no record. */
const wholeLines = (text: string): string =>
  text
    .split("\n")
    .filter((line) => line.endsWith("}"))
    .join("\n");

test("a crawl that was stopped and goes on has the pages of one that was not", async () => {
  await using site = await startDemoSite();
  await using server = await startSeleniumServer("chromedriver");
  const environment = {
    ...{ ...crawl, MAYFLY_MAX_PAGES: "1000", SELENIUM_URL: server.endpoint },
    // Those of the lab are not the same twice.
    MAYFLY_EXCLUDE: "/lab/**",
  };
  const results = join(folder, "stopped");
  await using whole = start([site.url], environment);
  const expected = pagesOf((await whole.ended).stdout);
  await using first = start([site.url], { ...environment, MAYFLY_RESULTS: results });
  await untilPages(first.child.stdout, 10);
  first.child.kill("SIGTERM");
  const stopped = await first.ended;
  expect(stopped.exitCode).toBe(11);
  await using second = start([site.url], { ...environment, MAYFLY_RESULTS: results });
  const resumed = await second.ended;
  const both = [...pagesOf(stopped.stdout), ...pagesOf(resumed.stdout)];
  expect(byUrl(both)).toEqual(byUrl(expected));
  expect(byUrl(journalPages(results))).toEqual(byUrl(expected));
  await using third = start([site.url], { ...environment, MAYFLY_RESULTS: results });
  const again = await third.ended;
  expect(pagesOf(again.stdout)).toEqual([]);
  expect([again.exitCode, summaryOf(again.stdout).retrieved]).toEqual([
    ...[0, summaryOf(resumed.stdout).retrieved],
  ]);
}, 120_000);

test("a place for results that cannot be read ends the crawl before it begins, with code 4", async () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  await using site = await startOddSite();
  await using run = start([site.origin], { MAYFLY_RESULTS: join(file, "results") });
  const { exitCode, stdout } = await run.ended;
  expect(exitCode).toBe(4);
  expect(summaryOf(stdout).message).toMatch(
    /^A setting cannot be used\. Results cannot be kept in /,
  );
  expect(site.requests).toEqual([]);
});

test("a folder that another crawl writes to ends the crawl before it begins, with code 4", async () => {
  const results = join(folder, "held");
  mkdirSync(results);
  const unlock = await lockFolder(results);
  try {
    await using run = start(["http://127.0.0.1:1/"], { MAYFLY_RESULTS: results });
    const { exitCode, stdout } = await run.ended;
    const sentence = `Results cannot be kept in ${results}: another crawl is writing there.`;
    expect([exitCode, summaryOf(stdout).message]).toEqual([
      ...[4, `A setting cannot be used. ${sentence}`],
    ]);
    expect(readdirSync(results)).toEqual([expect.stringMatching(/^writer-\w+\.sock$/)]);
  } finally {
    unlock?.();
  }
}, 30_000);
