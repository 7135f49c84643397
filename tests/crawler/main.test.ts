import { closeSync, existsSync, openSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { crawlerExitCodes } from "../../crawler/src/contract.ts";
import { freePort, startSeleniumServer } from "../helpers/selenium-servers.ts";
import { violations } from "../helpers/schemas.ts";
import { pagesOf, recordsOf, summaryOf } from "./helpers/crawler-process.ts";
import { startOddSite, type Answer } from "./helpers/odd-site.ts";
import { useCrawler } from "./helpers/use-crawler.ts";

const start = useCrawler();

/** A page that is in flight until it is released. */
function heldPage(): { readonly answer: Answer; readonly release: () => void } {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  return {
    answer: (_request, response) => {
      response.writeHead(200, { "content-type": "text/html" });
      void released.then(() => response.end("<title>Held</title>"));
    },
    release,
  };
}

describe("without a browser,", { timeout: 60_000 }, () => {
  test.each<[string, string[], Record<string, string>, string]>([
    ["no URL", [], {}, "Expected at least one URL as an argument or in MAYFLY_URLS, but got none."],
    [
      "an address that is none",
      ["example.com"],
      {},
      'Expected an absolute http or https URL for URL, but got "example.com".',
    ],
    [
      "a number out of range",
      ["http://127.0.0.1/"],
      { MAYFLY_MAX_PAGES: "0" },
      'Expected a whole number from 1 to 10000000 for MAYFLY_MAX_PAGES, but got "0".',
    ],
  ])("%s ends with code 4 and one sentence", async (_name, args, environment, sentence) => {
    await using run = start(args, environment);
    const { exitCode, stdout, stderr } = await run.ended;
    expect([exitCode, stdout]).toEqual([crawlerExitCodes.invalidConfig, ""]);
    expect(stderr).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \[ERROR\] 🚨 [^\n]+\n$/);
    expect(stderr).toContain(`🚨 ${sentence}\n`);
  });

  test("an endpoint that nobody listens at ends with code 19 and says so", async () => {
    const endpoint = `http://127.0.0.1:${await freePort()}`;
    await using run = start(["http://127.0.0.1/"], {
      SELENIUM_URL: endpoint,
      MAYFLY_READY_TIMEOUT: "0.5",
    });
    const { exitCode, stdout, stderr } = await run.ended;
    expect(exitCode).toBe(crawlerExitCodes.browserUnavailable);
    expect(summaryOf(stdout)).toMatchObject({
      outcome: "browserUnavailable",
      exitCode: 19,
      retrieved: 0,
    });
    expect(summaryOf(stdout).message).toContain(
      `No WebDriver session at ${endpoint} within 0.5 seconds: ECONNREFUSED`,
    );
    expect(stderr.match(/⛔ Unable to communicate/g)).toHaveLength(1);
  });

  test("an endpoint that is a web site ends with code 19, too", async () => {
    await using site = await startOddSite();
    await using run = start([`${site.origin}/`], {
      SELENIUM_URL: site.origin,
      MAYFLY_READY_TIMEOUT: "0.3",
    });
    const { exitCode, stdout } = await run.ended;
    expect(exitCode).toBe(crawlerExitCodes.browserUnavailable);
    expect(summaryOf(stdout).message).toContain("without a WebDriver status");
  });

  test("SIGTERM while waiting for the endpoint ends with code 11", async () => {
    await using run = start(["http://127.0.0.1/"], {
      SELENIUM_URL: `http://127.0.0.1:${await freePort()}`,
    });
    await run.said("⛔ Unable to communicate");
    run.child.kill("SIGTERM");
    const { exitCode, stdout } = await run.ended;
    expect([exitCode, summaryOf(stdout).outcome]).toEqual([11, "interrupted"]);
  });

  test("the time limit holds while waiting for the endpoint", async () => {
    await using run = start(["http://127.0.0.1/"], {
      SELENIUM_URL: `http://127.0.0.1:${await freePort()}`,
      MAYFLY_TIME_LIMIT: "1",
    });
    const { exitCode, stdout } = await run.ended;
    expect([exitCode, summaryOf(stdout).outcome]).toEqual([15, "timeLimit"]);
  });
});

describe("with a browser,", { timeout: 120_000 }, () => {
  test("a site on this machine is refused unless that is allowed", async () => {
    await using site = await startOddSite();
    await using server = await startSeleniumServer("chromedriver");
    await using run = start([`${site.origin}/`], {
      SELENIUM_URL: server.endpoint,
      MAYFLY_ALLOW_PRIVATE: "false",
    });
    const { exitCode, stdout } = await run.ended;
    expect(exitCode).toBe(crawlerExitCodes.failed);
    expect(pagesOf(stdout)).toMatchObject([{ error: { code: "privateAddress" } }]);
    expect(site.requests).toEqual([]);
  });

  test("a crawl that has reached its size limit ends with code 14", async () => {
    await using site = await startOddSite();
    await using server = await startSeleniumServer("chromedriver");
    await using run = start([`${site.origin}/`, `${site.origin}/a`, `${site.origin}/b`], {
      ...{ SELENIUM_URL: server.endpoint, MAYFLY_SIZE_LIMIT: "1", MAYFLY_SESSIONS: "1" },
    });
    const { exitCode, stdout } = await run.ended;
    expect([exitCode, summaryOf(stdout).outcome]).toEqual([14, "sizeLimit"]);
    expect(summaryOf(stdout).queued).toBeGreaterThan(0);
  });

  test("every line on stdout is a record, the summary is the last, and the code is 0", async () => {
    await using site = await startOddSite();
    await using server = await startSeleniumServer("chromedriver");
    await using run = start([`${site.origin}/`], {
      SELENIUM_URL: server.endpoint,
      MAYFLY_EXCLUDE: "/excluded/**",
    });
    const { exitCode, stdout, stderr } = await run.ended;
    expect(exitCode).toBe(0);
    const pages = pagesOf(stdout);
    for (const { type: _type, queued: _queued, ...page } of pages) {
      expect(violations("page-record", page)).toEqual([]);
    }
    expect(pages).toMatchObject([
      {
        url: `${site.origin}/`,
        finalUrl: `${site.origin}/`,
        status: 200,
        contentType: "text/html",
        title: "Home",
        depth: 0,
        referrer: null,
        links: [`${site.origin}/a`],
        canonical: `${site.origin}/home`,
        attempts: 1,
        queued: 1,
      },
      { url: `${site.origin}/a`, depth: 1, referrer: `${site.origin}/`, queued: 0 },
    ]);
    expect(summaryOf(stdout)).toMatchObject({
      outcome: "completed",
      exitCode: 0,
      retrieved: 2,
      failed: 0,
      skipped: 0,
      queued: 0,
    });
    expect(stderr).toContain("[INFO] ✅ Can communicate with 127.0.0.1:");
    expect(stderr).toContain(`[INFO] Retrieved URL: ${site.origin}/a\n`);
    for (const line of stderr.trimEnd().split("\n")) {
      expect(line).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \[(?:INFO|WARNING|ERROR)\] /);
    }
  });

  test("SIGTERM finishes the page in flight and ends with code 11", async () => {
    const held = heldPage();
    await using site = await startOddSite({ "/held": held.answer });
    await using server = await startSeleniumServer("chromedriver");
    await using run = start([`${site.origin}/held`, `${site.origin}/a`], {
      // One page after the other.
      ...{ SELENIUM_URL: server.endpoint, MAYFLY_SESSIONS: "1" },
    });
    await site.requested("/held");
    run.child.kill("SIGTERM");
    await run.said("SIGTERM: finishing the pages in flight.");
    held.release();
    const { exitCode, stdout } = await run.ended;
    expect(exitCode).toBe(crawlerExitCodes.interrupted);
    expect(pagesOf(stdout).map(({ url, title }) => [url, title])).toEqual([
      [`${site.origin}/held`, "Held"],
    ]);
    expect(summaryOf(stdout)).toMatchObject({ outcome: "interrupted", retrieved: 1, queued: 1 });
    expect(site.requests).not.toContain("/a");
  });

  test("SIGTERM while a sitemap is read ends with code 11", async () => {
    await using site = await startOddSite();
    await using server = await startSeleniumServer("chromedriver");
    await using run = start([], {
      SELENIUM_URL: server.endpoint,
      MAYFLY_SITEMAPS: `${site.origin}/hang`,
    });
    await site.requested("/hang");
    run.child.kill("SIGTERM");
    const { exitCode, stdout } = await run.ended;
    expect([exitCode, summaryOf(stdout).outcome]).toEqual([11, "interrupted"]);
  });

  test("a second signal ends the crawl also when the time limit came first", async () => {
    await using site = await startOddSite();
    await using server = await startSeleniumServer("chromedriver");
    await using run = start([`${site.origin}/hang`], {
      SELENIUM_URL: server.endpoint,
      MAYFLY_TIME_LIMIT: "5",
    });
    await site.requested("/hang");
    await run.said("Time limit: finishing the pages in flight.");
    run.child.kill("SIGTERM");
    await run.said("SIGTERM: finishing the pages in flight.");
    run.child.kill("SIGTERM");
    const { exitCode, stdout } = await run.ended;
    expect([exitCode, summaryOf(stdout).outcome]).toEqual([13, "forced"]);
  });

  test("a second signal does not wait for the page and ends with code 13", async () => {
    await using site = await startOddSite();
    await using server = await startSeleniumServer("chromedriver");
    await using run = start([`${site.origin}/hang`], { SELENIUM_URL: server.endpoint });
    await site.requested("/hang");
    run.child.kill("SIGTERM");
    await run.said("SIGTERM: finishing the pages in flight.");
    run.child.kill("SIGINT");
    const { exitCode, stdout } = await run.ended;
    expect([exitCode, summaryOf(stdout).outcome]).toEqual([13, "forced"]);
  });

  test("a browser that is killed and does not come back ends with code 10, and what was retrieved is kept", async () => {
    await using site = await startOddSite();
    await using server = await startSeleniumServer("chromedriver");
    await using run = start([`${site.origin}/a`, `${site.origin}/hang`], {
      SELENIUM_URL: server.endpoint,
      MAYFLY_READY_TIMEOUT: "5",
      MAYFLY_MAX_DEPTH: "0",
    });
    await site.requested("/hang");
    await server.kill();
    const { exitCode, stdout } = await run.ended;
    expect(exitCode).toBe(crawlerExitCodes.browserCrashed);
    expect(pagesOf(stdout)).toMatchObject([{ title: "Page A" }]);
    expect(summaryOf(stdout)).toMatchObject({
      outcome: "browserCrashed",
      retrieved: 1,
      queued: 1,
    });
  });

  test("a browser that is killed and comes back goes on with the page", async () => {
    const held = heldPage();
    await using site = await startOddSite({ "/held": held.answer });
    const port = await freePort();
    await using server = await startSeleniumServer("chromedriver", port);
    await using run = start([`${site.origin}/held`, `${site.origin}/a`], {
      SELENIUM_URL: server.endpoint,
      MAYFLY_MAX_DEPTH: "0",
    });
    await site.requested("/held");
    await server.kill();
    held.release();
    await using _again = await startSeleniumServer("chromedriver", port);
    const { exitCode, stdout } = await run.ended;
    expect(exitCode).toBe(0);
    const pages = pagesOf(stdout).map(({ title, attempts }) => `${title ?? ""} ${attempts}`);
    expect(pages.sort()).toEqual(["Held 2", "Page A 1"]);
  });

  test("a crawl without one good page ends with code 9", async () => {
    await using site = await startOddSite({ "/robots.txt": "User-agent: *\nDisallow: /secret\n" });
    await using server = await startSeleniumServer("chromedriver");
    await using run = start([`${site.origin}/missing`, `${site.origin}/secret`], {
      SELENIUM_URL: server.endpoint,
    });
    const { exitCode, stdout } = await run.ended;
    expect(exitCode).toBe(crawlerExitCodes.failed);
    expect(recordsOf(stdout)).toMatchObject([
      { type: "page", status: 404, error: { code: "httpError" } },
      { type: "skip", url: `${site.origin}/secret`, reason: "robotsTxt" },
      { type: "summary", outcome: "failed", retrieved: 0, failed: 1, skipped: 1 },
    ]);
    expect(site.requests).not.toContain("/secret");
  });

  test("a host that answers 429 without a body is left alone for as long as its Retry-After says", async () => {
    const times: number[] = [];
    await using site = await startOddSite({
      "/busy": (request, response) => {
        if (request.method === "GET") times.push(Date.now());
        const isBusy = times.length < 2;
        response.writeHead(isBusy ? 429 : 200, isBusy ? { "retry-after": "2" } : {}).end();
      },
    });
    await using server = await startSeleniumServer("chromedriver");
    await using run = start([`${site.origin}/busy`], { SELENIUM_URL: server.endpoint });
    const { stdout, stderr } = await run.ended;
    expect(pagesOf(stdout)).toMatchObject([{ status: 200, attempts: 2 }]);
    expect(stderr).toContain("is left alone for 2.0 s, as its Retry-After asks");
    expect(site.requests.filter((path) => path === "/busy")).toHaveLength(2);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(2000);
  });

  test("the time limit ends with code 15", async () => {
    await using site = await startOddSite();
    await using server = await startSeleniumServer("chromedriver");
    await using run = start([`${site.origin}/hang`, `${site.origin}/a`], {
      SELENIUM_URL: server.endpoint,
      MAYFLY_TIME_LIMIT: "2",
      MAYFLY_PAGE_LOAD_TIMEOUT: "5",
      MAYFLY_RETRIES: "0",
    });
    const { exitCode, stdout } = await run.ended;
    expect([exitCode, summaryOf(stdout).outcome]).toEqual([15, "timeLimit"]);
    expect(site.requests).not.toContain("/a");
  });

  test.skipIf(!existsSync("/dev/full"))("a full disk ends with code 3", async () => {
    await using site = await startOddSite();
    await using server = await startSeleniumServer("chromedriver");
    const full = openSync("/dev/full", "w");
    await using run = start([`${site.origin}/`], { SELENIUM_URL: server.endpoint }, full);
    closeSync(full);
    const { exitCode, stderr } = await run.ended;
    expect(exitCode).toBe(crawlerExitCodes.outOfSpace);
    expect(stderr).toContain("The disk is full.");
    expect(site.requests).not.toContain("/a");
  });

  test("a reader of stdout that goes away ends the crawl", async () => {
    await using site = await startOddSite();
    await using server = await startSeleniumServer("chromedriver");
    await using run = start([`${site.origin}/`], { SELENIUM_URL: server.endpoint });
    run.child.stdout?.destroy();
    const { exitCode, stderr } = await run.ended;
    expect(exitCode).toBe(crawlerExitCodes.interrupted);
    expect(stderr).toContain("stdout cannot be written");
    expect(site.requests).not.toContain("/a");
  });
});
