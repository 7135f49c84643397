import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Visit } from "../../crawler/src/classify.ts";
import { WatchdogError } from "../../crawler/src/errors.ts";
import { probe } from "../../crawler/src/gate-probe.ts";
import { isHtml } from "../../crawler/src/page-record.ts";
import type { BrowserSession } from "../../crawler/src/browser-session.ts";
import { openSession } from "../../crawler/src/session.ts";
import { SessionSlot } from "../../crawler/src/session-slot.ts";
import { freePort, startSeleniumServer, type SeleniumServer } from "../helpers/selenium-servers.ts";
import { crashTabs, sessionOpener } from "./helpers/browser.ts";
import { never, readingOf } from "./helpers/fakes.ts";
import { startOddSite, type OddSite } from "./helpers/odd-site.ts";
import { servePlain } from "./helpers/plain-server.ts";

const timeouts = { pageLoadTimeout: 2, scriptTimeout: 2 };

const robotsPage = `<title>Robots</title>
  <meta name="Robots" content="NOINDEX"><meta name="description" content="plain">
  <a href="/plain">plain</a><a href="/no" rel="noopener NoFollow">no</a><a href="/ugc" rel=ugc>ugc</a>
  <a href="/both" rel="sponsored">both</a><a href="/both#again" rel="author">both</a>
  <a href="/not-a-word" rel="nofollowing">word</a>`;

describe("in a real browser,", { timeout: 60_000 }, () => {
  let site: OddSite;
  let server: SeleniumServer;
  let slot: SessionSlot;
  let opened = 0;
  const started: AsyncDisposable[] = [];

  beforeAll(async () => {
    started.push((server = await startSeleniumServer("chromedriver")));
    started.push((site = await startOddSite({ "/robots": robotsPage })));
    await vi.waitFor(
      async () => {
        expect((await probe(server.endpoint, never)).kind).toBe("ready");
      },
      { timeout: 20_000 },
    );
    const open = await sessionOpener(server.endpoint, timeouts);
    const counted = async () => {
      opened += 1;
      return await open();
    };
    slot = new SessionSlot(await counted(), counted);
  }, 60_000);

  // The set-up may have failed half-way; the server takes its slot along.
  afterAll(async () => {
    await Promise.all(started.map((one) => one[Symbol.asyncDispose]()));
  });

  const visit = async (path: string): Promise<Visit> => await slot.visit(site.origin + path);

  test("a new session that is given no document has none", async () => {
    expect(await visit("/no-content")).toMatchObject({ kind: "noDocument" });
  });

  test("one script reads all there is of a page", async () => {
    expect(await visit("/")).toMatchObject({
      kind: "document",
      partial: false,
      reading: {
        oldMark: null,
        href: `${site.origin}/`,
        title: "Home",
        contentType: "text/html",
        status: 200,
        errorCode: null,
        canonical: `${site.origin}/home`,
        textLength: "Hello\n\nAagainmail".length,
        links: [`${site.origin}/a`],
        nofollowLinks: [],
        robotsMeta: [],
      },
    });
  });

  test("what a page asks of robots is read with it", async () => {
    const at = (...paths: string[]) => paths.map((path) => site.origin + path);
    expect(await visit("/robots")).toMatchObject({
      kind: "document",
      reading: {
        links: at("/plain", "/no", "/ugc", "/both", "/not-a-word"),
        nofollowLinks: at("/no", "/ugc"),
        robotsMeta: [{ name: "Robots", content: "NOINDEX" }],
      },
    });
  });

  test.each(["/no-content", "/download"])("%s after a page is not that page", async (path) => {
    await visit("/a");
    expect(await visit(path)).toMatchObject({ kind: "noDocument" });
  });

  test("no document after a network error is not that error", async () => {
    await visit("/reset");
    expect(await visit("/no-content")).toMatchObject({ kind: "noDocument" });
  });

  test("the same page twice is a new document each time", async () => {
    await visit("/a");
    expect(await visit("/a")).toMatchObject({ kind: "document", reading: { title: "Page A" } });
  });

  test("a redirect shows where it led", async () => {
    expect(await visit("/redirect")).toMatchObject({
      kind: "document",
      reading: { href: `${site.origin}/a`, title: "Page A" },
    });
  });

  test("links that a script renders are found", async () => {
    expect(await visit("/rendered")).toMatchObject({ reading: { links: [`${site.origin}/late`] } });
  });

  test("an alert keeps nobody waiting", async () => {
    expect(await visit("/alert")).toMatchObject({ kind: "document", reading: { title: "Alert" } });
    expect(await visit("/a")).toMatchObject({ kind: "document", reading: { title: "Page A" } });
  });

  test.each([
    ["/json", "application/json"],
    ["/pdf", "application/pdf"],
  ])("%s is a document of its type, without links", async (path, contentType) => {
    const found = await visit(path);
    expect(found).toMatchObject({ kind: "document", reading: { contentType, status: 200 } });
    expect(found.kind === "document" && isHtml(found.reading)).toBe(false);
  });

  test("an error page keeps status and title", async () => {
    expect(await visit("/missing")).toMatchObject({
      code: "httpError",
      status: 404,
      reading: { title: "Nothing here" },
    });
    expect(await visit("/bare-error")).toMatchObject({ code: "httpError", status: 500 });
  });

  test("what Chrome opens without a complaint and did not get is an error", async () => {
    expect(await visit("/reset")).toMatchObject({ code: "network", reading: null });
    expect(await visit("/loop")).toMatchObject({ code: "redirectLoop", reading: null });
    expect(await slot.visit("http://127.0.0.1:1/")).toMatchObject({ code: "blockedByBrowser" });
    expect(await slot.visit(`http://127.0.0.1:${await freePort()}/`)).toMatchObject({
      code: "network",
    });
    expect(await slot.visit("http://nowhere.invalid/")).toMatchObject({ code: "dns" });
    expect(await slot.visit(site.origin.replace("http:", "https:"))).toMatchObject({
      code: "tls",
    });
  });

  test("a page that never ends is partial, and no answer is a time-out", async () => {
    await visit("/a");
    expect(await visit("/slow-body")).toMatchObject({
      kind: "document",
      partial: true,
      reading: { title: "Half", links: [`${site.origin}/a`] },
    });
    expect(await visit("/hang")).toMatchObject({ code: "timeout", reading: null });
    expect(await visit("/a")).toMatchObject({ kind: "document", reading: { title: "Page A" } });
  });

  test("an endless script costs the session, and the next page gets a new one", async () => {
    const before = opened;
    expect(await visit("/forever")).toMatchObject({ code: "timeout", poisoned: true });
    expect(await visit("/a")).toMatchObject({ kind: "document", reading: { title: "Page A" } });
    expect(opened).toBe(before + 1);
  });

  test.skipIf(process.platform !== "linux")("so does a tab that crashes", async () => {
    await visit("/a");
    const before = opened;
    const already = site.requests.length;
    const visiting = visit("/hang");
    await expect.poll(() => site.requests.slice(already), { timeout: 10_000 }).toContain("/hang");
    expect(crashTabs(server.pid)).toBeGreaterThan(0);
    expect(await visiting).toMatchObject({ code: "browserCrash", poisoned: true });
    expect(await visit("/a")).toMatchObject({ kind: "document", reading: { title: "Page A" } });
    expect(opened).toBe(before + 1);
  });
});

test("a server that never answers is not waited for", async () => {
  await using silent = await servePlain(() => undefined);
  const settings = {
    ...{ browserBinary: undefined, browserArguments: [], userAgent: undefined },
    ...timeouts,
  };
  await expect(openSession(silent.origin, settings, 200)).rejects.toThrow(WatchdogError);
});

test("a session that does not answer is not asked again, but replaced", async () => {
  let reads = 0;
  let quits = 0;
  const silent: BrowserSession = {
    id: "silent",
    open: () => Promise.reject(new WatchdogError("No answer")),
    hurry: () => Promise.resolve(),
    log: () => Promise.resolve(null),
    read: () => {
      reads += 1;
      return Promise.reject(new WatchdogError("No answer"));
    },
    currentUrl: () => Promise.resolve("about:blank"),
    quit: () => Promise.resolve(void (quits += 1)),
  };
  const slot = new SessionSlot(silent, () =>
    Promise.resolve({
      id: "another",
      open: () => Promise.resolve(),
      hurry: () => Promise.resolve(),
      log: () => Promise.resolve(null),
      read: () => Promise.resolve(readingOf("http://a.org/")),
      currentUrl: () => Promise.resolve("about:blank"),
      quit: () => Promise.resolve(),
    }),
  );
  expect(await slot.visit("http://a.org/")).toMatchObject({ code: "browserCrash" });
  expect([reads, quits]).toEqual([0, 1]);
  expect((await slot.visit("http://a.org/")).kind).toBe("document");
});

test("a page gets another session where the cookies of those before are too much for the server", async () => {
  let opened = 0;
  const tooMuch = { status: 431, title: "" };
  const pages = [
    {},
    tooMuch,
    {},
    { status: 400, title: "400 Request Header Or Cookie Too Large" },
    {},
    tooMuch,
    tooMuch,
  ];
  const open = (): Promise<BrowserSession> => {
    opened += 1;
    return Promise.resolve({
      id: String(opened),
      open: () => Promise.resolve(),
      hurry: () => Promise.resolve(),
      log: () => Promise.resolve(null),
      read: () => Promise.resolve(readingOf("http://a.org/", pages.shift())),
      currentUrl: () => Promise.resolve("about:blank"),
      quit: () => Promise.resolve(),
    });
  };
  const slot = new SessionSlot(null, open);
  const kinds: [string, number][] = [];
  for (let page = 0; page < 4; page += 1)
    kinds.push([(await slot.visit("http://a.org/")).kind, opened]);
  expect(kinds).toEqual([
    ["document", 1],
    ["document", 2],
    ["document", 3],
    ["error", 4],
  ]);
});

test("a session is replaced after two hundred pages", async () => {
  let opened = 0;
  const open = (): Promise<BrowserSession> => {
    opened += 1;
    return Promise.resolve({
      id: String(opened),
      open: () => Promise.resolve(),
      hurry: () => Promise.resolve(),
      log: () => Promise.resolve(null),
      read: () => Promise.resolve(readingOf("http://a.org/")),
      currentUrl: () => Promise.resolve("about:blank"),
      quit: () => Promise.resolve(),
    });
  };
  const slot = new SessionSlot(await open(), open);
  for (let page = 0; page < 201; page += 1) await slot.visit("http://a.org/");
  expect(opened).toBe(2);
});
