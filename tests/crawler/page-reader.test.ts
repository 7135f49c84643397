/** Pages that deceive or break a script which runs among their own, read through the WebDriver servers. */
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { probe } from "../../crawler/src/gate-probe.ts";
import { PageReader } from "../../crawler/src/page-reader.ts";
import type { BrowserSession } from "../../crawler/src/browser-session.ts";
import { startSeleniumServer, type ServerKind } from "../helpers/selenium-servers.ts";
import { sessionOpener } from "./helpers/browser.ts";
import { never, readingOf } from "./helpers/fakes.ts";
import { hostileElements, hostileScripts } from "./helpers/hostile-pages.ts";
import { startOddSite, type OddSite } from "./helpers/odd-site.ts";

const links = `<p>Text</p><a href="/one">one</a><a href="two?x#part" rel=nofollow>two</a>`;

const pages = [
  ...Object.entries(hostileScripts).map(([name, code]) => [name, `<script>${code}</script>`]),
  ...Object.entries(hostileElements),
].map(([name, body], index) => ({
  name,
  path: `/hostile/${index}`,
  html: `<!doctype html><title>${name}</title>${links}${body}`,
}));

describe.each<ServerKind>(["chromedriver", "grid", "selenium3"])(
  "through %s, a page is read as it is that",
  { timeout: 60_000 },
  (kind) => {
    let site: OddSite;
    let session: BrowserSession;
    const started: AsyncDisposable[] = [];

    beforeAll(async () => {
      const server = await startSeleniumServer(kind);
      started.push(server);
      const served = Object.fromEntries(pages.map(({ path, html }) => [path, html]));
      started.push((site = await startOddSite(served)));
      const base = await vi.waitFor(
        async () => {
          const readiness = await probe(server.endpoint, never);
          if (readiness.kind !== "ready") throw new Error(readiness.kind);
          return readiness.base;
        },
        { timeout: 60_000 },
      );
      session = await (await sessionOpener(base, { pageLoadTimeout: 20, scriptTimeout: 20 }))();
    }, 120_000);

    afterAll(async () => {
      await Promise.all(started.map((one) => one[Symbol.asyncDispose]()));
    });

    test.each(pages)("$name", async ({ name, path }) => {
      await session.open(site.origin + path);
      const base = path.slice(0, path.lastIndexOf("/") + 1);
      const { links: found, nofollowLinks, ...reading } = await session.read("mark");
      expect(reading).toMatchObject({
        ...{ oldMark: null, href: site.origin + path, title: name, status: 200 },
        ...{ contentType: "text/html", errorCode: null, textLength: expect.any(Number) as number },
      });
      // Only history.pushState moves what links are relative to.
      const two = name?.startsWith("calls itself") ? "/two?x" : `${base}two?x`;
      expect(found).toEqual([`${site.origin}/one`, site.origin + two]);
      expect(nofollowLinks).toEqual([site.origin + two]);
      expect((await session.read("another")).oldMark).toBe("mark");
    });
  },
);

test("where the endpoint knows no DevTools commands, the script runs in the page", async () => {
  const executed: unknown[][] = [];
  const unknown = Object.assign(new Error("unknown command"), { name: "UnknownCommandError" });
  let asked = 0;
  const reader = new PageReader(
    {
      devTools: () => {
        asked += 1;
        return Promise.reject(unknown);
      },
      execute: (code, ...parameters) => {
        executed.push([code, ...parameters]);
        return Promise.resolve(executed.length === 1 ? { waitMs: 1 } : readingOf("http://a.org/"));
      },
    },
    null,
  );
  expect(await reader.read("first")).toEqual(readingOf("http://a.org/"));
  await reader.read("second");
  expect(executed.map(([, mark]) => mark)).toEqual(["first", "first", "second"]);
  expect(asked).toBe(1);
});

test("a frame that is gone is looked up anew", async () => {
  const frames = ["gone", "new"];
  const asked: string[] = [];
  const reader = new PageReader(
    {
      devTools: (command, parameters) => {
        if (command === "Page.getFrameTree") {
          return Promise.resolve({ frameTree: { frame: { id: frames.shift() } } });
        }
        if (command !== "Page.createIsolatedWorld") {
          return Promise.resolve({ result: { value: readingOf("http://a.org/") } });
        }
        asked.push(JSON.stringify(parameters));
        return asked.length === 1
          ? Promise.reject(new Error("No frame for given id found"))
          : Promise.resolve({ executionContextId: 7 });
      },
      execute: () => Promise.reject(new Error("not here")),
    },
    null,
  );
  expect((await reader.read("mark")).href).toBe("http://a.org/");
  expect(asked).toEqual([
    '{"frameId":"gone","worldName":"mayfly"}',
    '{"frameId":"new","worldName":"mayfly"}',
  ]);
});
