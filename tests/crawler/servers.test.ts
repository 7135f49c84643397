import { describe, expect, test } from "vitest";
import {
  serverKinds,
  startSeleniumServer,
  type SeleniumServer,
  type ServerKind,
} from "../helpers/selenium-servers.ts";
import { pagesOf, summaryOf, type CrawlerProcess } from "./helpers/crawler-process.ts";
import { startOddSite } from "./helpers/odd-site.ts";
import { useCrawler } from "./helpers/use-crawler.ts";

const startCrawler = useCrawler();

function start(
  args: readonly string[],
  endpoint: string,
  environment: Readonly<Record<string, string>> = {},
): CrawlerProcess {
  return startCrawler(args, { SELENIUM_URL: endpoint, ...environment });
}

describe.each<ServerKind>(serverKinds)("%s:", { timeout: 120_000 }, (kind) => {
  test("the gate waits for it, a crawl succeeds, and so does the next one", async () => {
    await using site = await startOddSite();
    // The crawler comes first, as it may in a task.
    await using server = await startSeleniumServer(kind);
    for (const endpoint of [server.endpoint, `${server.endpoint}/wd/hub`]) {
      await using run = start(
        [`${site.origin}/`, `${site.origin}/download`, `${site.origin}/missing`],
        endpoint,
      );
      const { exitCode, stdout, stderr } = await run.ended;
      expect([exitCode, stderr]).toEqual([0, expect.stringContaining("✅ Can communicate with ")]);
      const pages = pagesOf(stdout).map(({ status, title }) => [status, title]);
      // With two sessions, which of two pages is read first is not said.
      expect(pages.sort()).toEqual([
        [200, null],
        [200, "Home"],
        [200, "Page A"],
        [404, "Nothing here"],
      ]);
      expect(summaryOf(stdout)).toMatchObject({ retrieved: 3, failed: 1, queued: 0 });
    }
  });
});

test.each<[ServerKind, string]>([
  // The Grid's only slot.
  ["grid", "is not ready yet"],
  ["chromedriver", "Ended a session that was left at "],
  ["selenium3", "Ended a session that was left at "],
])(
  "a crawler that was killed leaves a session at %s, and the next one ends it",
  { timeout: 120_000 },
  async (kind, line) => {
    await using site = await startOddSite();
    await using server: SeleniumServer = await startSeleniumServer(kind);
    await using killed = start([`${site.origin}/hang`], server.endpoint, {
      // The driver ends no session before the page load is over.
      MAYFLY_PAGE_LOAD_TIMEOUT: "2",
      MAYFLY_SESSIONS: "1",
    });
    await site.requested("/hang");
    killed.child.kill("SIGKILL");
    await killed.ended;
    await using next = start([`${site.origin}/a`], server.endpoint);
    const { exitCode, stdout, stderr } = await next.ended;
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining(line)]);
    expect(stderr).toContain("Ended a session that was left at ");
    expect(pagesOf(stdout).map(({ title }) => title)).toContain("Page A");
  },
);
