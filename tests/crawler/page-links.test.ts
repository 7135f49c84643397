import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { BrowserSession } from "../../crawler/src/browser-session.ts";
import { probe } from "../../crawler/src/gate-probe.ts";
import { startSeleniumServer } from "../helpers/selenium-servers.ts";
import { sessionOpener } from "./helpers/browser.ts";
import { never } from "./helpers/fakes.ts";
import { startOddSite, type OddSite } from "./helpers/odd-site.ts";

const refresh = (content: string): string => `<meta http-equiv="Refresh" content="${content}">`;

/** Pages, and the links that they have. */
const pages: readonly (readonly [name: string, html: string, links: readonly string[]])[] = [
  ["moves on later", refresh("60; url=/later#part"), ["/later"]],
  ["moves on later, in quotes", refresh("60;URL = '/quoted' "), ["/quoted"]],
  ["moves on later, in short", refresh("60,/short"), ["/short"]],
  ["comes back to itself", refresh("60"), []],
  ["moves on to what is no page", refresh("60;url=javascript:void 0"), []],
  ["refreshes nothing", refresh("soon;url=/never"), []],
  [
    "draws links",
    `<svg><a href="/drawn"></a><a xlink:href="/linked"></a></svg><a xlink:href="/none">a</a>`,
    ["/drawn", "/linked"],
  ],
  [
    "is a frameset",
    `<frameset cols="50%,50%"><frame src="/menu"><frame src="text"></frameset>`,
    ["/menu", "/text"],
  ],
  ["frames another page", `<iframe src="/framed"></iframe><a href="/a">a</a>`, ["/a"]],
  [
    "has a nofollow link to where it moves on",
    `${refresh("60;url=/a")}<a href="/a" rel="nofollow">a</a>`,
    ["/a"],
  ],
];

const started: AsyncDisposable[] = [];
let site: OddSite;
let session: BrowserSession;

beforeAll(async () => {
  const server = await startSeleniumServer("chromedriver");
  started.push(server);
  const served = Object.fromEntries(
    pages.map(([name, html], index) => [
      `/${index}`,
      `<!doctype html><title>${name}</title>${html}`,
    ]),
  );
  started.push((site = await startOddSite(served)));
  await vi.waitFor(async () => {
    expect((await probe(server.endpoint, never)).kind).toBe("ready");
  }, 20_000);
  const timeouts = { pageLoadTimeout: 20, scriptTimeout: 20 };
  session = await (await sessionOpener(server.endpoint, timeouts))();
}, 60_000);

afterAll(async () => {
  await Promise.all(started.map((one) => one[Symbol.asyncDispose]()));
});

test.each(pages.map(([name, , links], index) => ({ name, links, index })))(
  "a page that $name has these links",
  async ({ name, links, index }) => {
    await session.open(`${site.origin}/${index}`);
    const reading = await session.read("mark");
    expect([reading.title, reading.links]).toEqual([name, links.map((path) => site.origin + path)]);
  },
  30_000,
);
