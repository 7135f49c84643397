/** Pages that render late, never, or for ever. */
import { expect, test } from "vitest";
import { startSeleniumServer } from "../helpers/selenium-servers.ts";
import { pagesOf } from "./helpers/crawler-process.ts";
import { startOddSite } from "./helpers/odd-site.ts";
import { useCrawler } from "./helpers/use-crawler.ts";

const start = useCrawler();

const late = `<!doctype html><title>Early</title><script>
setTimeout(() => { document.title = "Late"; document.body.insertAdjacentHTML("beforeend", "<p class=late>x</p>"); }, 2500)</script>`;
const restless = `<!doctype html><title>Restless</title><body><script>setInterval(() => document.body.append("x"), 50)</script>`;
/** Grows by a screen each time that its end is seen, up to a number of times. */
const growing = (most: number): string => `<!doctype html><title>0</title>
<body style="margin:0"><div style="height:3000px"></div><script>
let count = 0;
addEventListener("scroll", () => {
  if (count === ${most} || scrollY === 0 || innerHeight + scrollY < document.documentElement.scrollHeight - 5) return;
  document.title = ++count;
  document.body.insertAdjacentHTML("beforeend", "<div style='height:3000px'></div>");
});</script>`;

test(
  "a page is waited for as it is asked for, and its record says what did not come",
  { timeout: 180_000 },
  async () => {
    await using site = await startOddSite({
      ...{ "/late": late, "/restless": restless, "/three": growing(3), "/endless": growing(1e9) },
    });
    await using server = await startSeleniumServer("chromedriver");
    const read = async (path: string, settings: Record<string, string>): Promise<unknown> => {
      const environment = { SELENIUM_URL: server.endpoint, MAYFLY_MAX_DEPTH: "0", ...settings };
      await using run = start([`${site.origin}${path}`], environment);
      const [page] = pagesOf((await run.ended).stdout);
      return [page?.title, page?.unsettled];
    };
    expect(await read("/late", { MAYFLY_WAIT_FOR: "p.late" })).toEqual(["Late", undefined]);
    const never = { MAYFLY_WAIT_FOR: "p.never", MAYFLY_SCRIPT_TIMEOUT: "0.5" };
    expect(await read("/a", never)).toEqual(["Page A", ["waitFor"]]);
    // Where it were waited for, the page would not be there in the test's time.
    const none = { MAYFLY_WAIT_FOR: ">>>", MAYFLY_SCRIPT_TIMEOUT: "600" };
    expect(await read("/a", none)).toEqual(["Page A", ["waitFor"]]);
    expect(await read("/restless", { MAYFLY_SETTLE: "1" })).toEqual(["Restless", ["settle"]]);
    expect(await read("/a", { MAYFLY_SETTLE: "30" })).toEqual(["Page A", undefined]);
    expect(await read("/three", { MAYFLY_SCROLL: "true" })).toEqual(["3", undefined]);
    expect(await read("/endless", { MAYFLY_SCROLL: "2" })).toEqual(["2", ["scroll"]]);
  },
);
