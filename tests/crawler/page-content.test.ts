/** What a real browser gives of a page, through the crawler, down to the record. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PageRecord } from "../../crawler/src/contract.ts";
import { startSeleniumServer, type SeleniumServer } from "../helpers/selenium-servers.ts";
import { violations } from "../helpers/schemas.ts";
import { pagesOf } from "./helpers/crawler-process.ts";
import { startOddSite, type OddSite } from "./helpers/odd-site.ts";
import { useCrawler } from "./helpers/use-crawler.ts";

const start = useCrawler();

const shop = `<!doctype html><html lang="en"><title>Shop</title>
<div class="item"><b> Tea\n pot </b><span class="price" data-cents="1200">12 €</span><i hidden>secret</i></div>
<div class="item"><b>Cup</b><span class="price">3 €</span></div>
<a class="next" href="page/2">next</a>
<svg><text>drawn</text></svg>
<form class="odd"><input name="innerText"><input name="getAttribute"></form>`;

const halves = `<!doctype html><title>Halves</title><p class="long"></p><p class="half"></p><script>
document.querySelector(".long").textContent = "x" + "😀".repeat(6000);
document.querySelector(".half").textContent = "a\\ud83db";
</script>${"<li>entry</li>".repeat(1001)}`;

const large = `<!doctype html><title>Large</title>${`<p>${"é".repeat(9000)}</p>`.repeat(40)}`;

const described = `<!doctype html><html lang="en-GB"><title>Tea</title>
<meta name="Description" content=" A tea pot ">
<meta property="og:title" content="Tea pot"><meta property="og:image" content="/1.png">
<meta property="OG:image" content="/2.png"><meta name="twitter:card" content="summary">
<meta name="viewport" content="width=device-width"><meta property="og:long" content="${"x".repeat(10_001)}">
<script type="application/ld+json">{"@type":"Product","name":"Tea pot"}</script>
<script type="application/ld+json">{"@type":</script>`;

const blocks = `<!doctype html><title>Blocks</title>${`<script type="application/ld+json">{"a":"${"é".repeat(9000)}"}</script>`.repeat(30)}`;

const article = `<!DOCTYPE html><title>Article</title><nav>menu</nav>
<main><h1>Tea  pots</h1><p>One&nbsp;&nbsp;pot.\n  Two   pots.</p><p hidden>secret</p><script>"code"</script>



<p>The end.</p></main><script>document.querySelector("h1").className = "rendered"</script>`;

const articles = `<title>Articles</title><nav>menu</nav><main> </main><main hidden>later</main>
<article>One<article>Comment</article></article><article>Two</article>`;

let site: OddSite;
let server: SeleniumServer;

beforeAll(async () => {
  site = await startOddSite({
    ...{ "/shop": shop, "/halves": halves, "/large": large },
    ...{ "/article": article, "/articles": articles },
    ...{ "/described": described, "/blocks": blocks },
  });
  server = await startSeleniumServer("chromedriver");
}, 60_000);

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await site[Symbol.asyncDispose]();
});

/** Records of these pages, each valid and one event of a log, and what was said on stderr. */
async function crawl(paths: readonly string[], environment: Readonly<Record<string, string>>) {
  await using run = start(
    paths.map((path) => site.origin + path),
    { SELENIUM_URL: server.endpoint, MAYFLY_MAX_DEPTH: "0", ...environment },
  );
  const { exitCode, stdout, stderr } = await run.ended;
  expect(exitCode, stderr).toBe(0);
  // With two sessions, which of two pages is read first is not said.
  const found = new Map(pagesOf(stdout).map((page) => [new URL(page.url).pathname, page]));
  const pages: readonly PageRecord[] = paths.flatMap((path) => found.get(path) ?? []);
  expect(pages).toHaveLength(paths.length);
  for (const { type: _type, queued: _queued, ...page } of pages) {
    expect(violations("page-record", page)).toEqual([]);
  }
  for (const line of stdout.split("\n")) expect(Buffer.byteLength(line)).toBeLessThan(250_001);
  return { pages, stderr };
}

describe("--extract", { timeout: 60_000 }, () => {
  test("keeps the texts that are seen and the attributes that are written, in document order", async () => {
    const { pages, stderr } = await crawl(["/shop"], {
      MAYFLY_EXTRACT: `
        name=.item > b
        price=.price
        cents=.price@data-cents
        hidden=.item
        next=a.next@href
        drawn=svg text
        odd=.odd
        odd-class=.odd@class
        nothing=.absent
      `,
    });
    expect(pages[0]?.extracted).toEqual({
      name: ["Tea pot", "Cup"],
      price: ["12 €", "3 €"],
      cents: ["1200"],
      hidden: ["Tea pot 12 €", "Cup3 €"],
      next: ["page/2"],
      drawn: ["drawn"],
      // A form whose fields have the names of its own properties.
      odd: [""],
      "odd-class": ["odd"],
      nothing: [],
    });
    expect(pages[0]?.truncated).toBeUndefined();
    expect(stderr).not.toContain("WARNING");
  });

  test("keeps nothing of what is no HTML", async () => {
    const { pages } = await crawl(["/json", "/a"], { MAYFLY_EXTRACT: "all=body" });
    expect(pages.map(({ extracted }) => extracted)).toEqual([undefined, { all: ["home"] }]);
  });

  test("warns once of a selector that the browser refuses, and goes on", async () => {
    const { pages, stderr } = await crawl(["/a", "/shop"], {
      MAYFLY_EXTRACT: "bad=.x[\nnext=.next",
    });
    expect(pages.map(({ extracted }) => extracted)).toEqual([
      { bad: [], next: [] },
      { bad: [], next: ["next"] },
    ]);
    expect(stderr.match(/does not take ".x\["/g)).toHaveLength(1);
  });

  test("cuts many and long values, never within a character", async () => {
    const { pages } = await crawl(["/halves"], {
      MAYFLY_EXTRACT: "long=.long\nhalf=.half\nentries=li",
    });
    const { extracted = {}, truncated } = pages[0] ?? {};
    expect(extracted["entries"]).toEqual(Array.from({ length: 1000 }, () => "entry"));
    expect(extracted["long"]).toEqual([`x${"😀".repeat(4999)}`]);
    expect(extracted["half"]).toEqual(["a\uFFFDb"]);
    expect(truncated).toEqual(["extracted"]);
  });

  test("leaves out the last values of a record that would be too long", async () => {
    const { pages } = await crawl(["/large"], { MAYFLY_EXTRACT: "text=p\ntitle=title" });
    const { extracted = {}, truncated } = pages[0] ?? {};
    expect(extracted["text"]?.length).toBe(13);
    expect(extracted["title"]).toEqual(["Large"]);
    expect(truncated).toEqual(["extracted"]);
  });
});

describe("--metadata", { timeout: 60_000 }, () => {
  test("keeps what a page says of itself", async () => {
    const { pages } = await crawl(["/described", "/a", "/json"], { MAYFLY_METADATA: "true" });
    expect(pages.map(({ metadata, truncated }) => ({ metadata, truncated }))).toEqual([
      {
        metadata: {
          description: "A tea pot",
          lang: "en-GB",
          meta: {
            "og:title": ["Tea pot"],
            "og:image": ["/1.png", "/2.png"],
            "twitter:card": ["summary"],
            "og:long": ["x".repeat(10_000)],
          },
          jsonLd: [{ "@type": "Product", name: "Tea pot" }, '{"@type":'],
        },
        truncated: ["metadata"],
      },
      { metadata: { description: null, lang: null, meta: {}, jsonLd: [] } },
      {},
    ]);
  });

  test("leaves out the last JSON-LD blocks of a record that would be too long", async () => {
    const { pages } = await crawl(["/blocks"], { MAYFLY_METADATA: "true" });
    expect(pages[0]?.metadata?.jsonLd).toHaveLength(13);
    expect(pages[0]?.truncated).toEqual(["metadata"]);
  });
});

describe("--text and --html", { timeout: 60_000 }, () => {
  test("keep what a reader sees of the main part, and the document after its scripts", async () => {
    const { pages } = await crawl(["/article", "/articles", "/a", "/json"], {
      MAYFLY_TEXT: "true",
      MAYFLY_HTML: "true",
    });
    expect(pages.map(({ text }) => text)).toEqual([
      "Tea pots\n\nOne pot. Two pots.\n\nThe end.",
      "One\nComment\n\nTwo",
      "home",
      undefined,
    ]);
    expect(pages[0]?.html).toMatch(/^<!DOCTYPE html>\n<html>.*<\/html>$/s);
    expect(pages[0]?.html).toContain('<h1 class="rendered">Tea  pots</h1>');
    expect(pages[2]?.html).toBe(
      `<html><head><title>Page A</title></head><body><a href="/">home</a></body></html>`,
    );
    expect(pages[3]).not.toHaveProperty("html");
    expect(pages.map(({ truncated }) => truncated)).toEqual(pages.map(() => undefined));
  });

  test("are each kept alone, too", async () => {
    const text = await crawl(["/a"], { MAYFLY_TEXT: "true" });
    expect(text.pages[0]).toMatchObject({ text: "home" });
    expect(text.pages[0]).not.toHaveProperty("html");
    const html = await crawl(["/a"], { MAYFLY_HTML: "true" });
    expect(html.pages[0]).not.toHaveProperty("text");
  });

  test("are cut to what fits, the HTML first", async () => {
    const { pages } = await crawl(["/large"], { MAYFLY_TEXT: "true", MAYFLY_HTML: "true" });
    const { html = "", text = "", truncated = [] } = pages[0] ?? {};
    expect(html).toBe("");
    expect(text).toMatch(/^é{9000}\n\né{9000}\n/);
    expect(Buffer.byteLength(text)).toBeGreaterThan(249_000);
    expect([...truncated].sort()).toEqual(["html", "text"]);
  });
});
