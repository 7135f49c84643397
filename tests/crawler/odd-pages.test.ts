/** Every odd page that a crawler meets, through the WebDriver servers, down to the record. */
import { expect, test } from "vitest";
import type { PageRecord } from "../../crawler/src/contract.ts";
import { freePort, startSeleniumServer, type ServerKind } from "../helpers/selenium-servers.ts";
import { pagesOf, recordsOf, summaryOf } from "./helpers/crawler-process.ts";
import { startOddSite, type Answer, type OddSite } from "./helpers/odd-site.ts";
import { useCrawler } from "./helpers/use-crawler.ts";

const start = useCrawler();

const html = (status: number, body: string, headers: Record<string, string> = {}): Answer => {
  return (_request, response) =>
    void response.writeHead(status, { "content-type": "text/html", ...headers }).end(body);
};

const page = (title: string, code: string): Answer =>
  html(200, `<title>${title}</title><script>${code}</script>`);

/** What the odd site has more, for these tests. */
const more: Readonly<Record<string, Answer>> = {
  // Changes until its worker answers for the whole site.
  "/has-worker": page(
    "Has worker",
    `const busy = setInterval(() => document.head.append(""), 20);
    navigator.serviceWorker.register("/worker.js");
    navigator.serviceWorker.ready.then(() => clearInterval(busy));`,
  ),
  "/worker.js": (_request, response) =>
    void response.writeHead(200, { "content-type": "text/javascript" }).end(
      `onfetch = (event) => event.respondWith(
        new Response("<title>Of the worker</title>", { headers: { "content-type": "text/html" } }));`,
    ),
  "/moved": html(301, "", { location: "/new-place" }),
  "/new-place": html(200, "<title>New place</title>"),
  "/busy": html(429, "<title>Busy</title>"),
  "/locked": html(401, "<title>Locked</title>", { "www-authenticate": 'Basic realm="x"' }),
  "/image": html(200, '<title>Image</title><img src="/hang">'),
  "/script": html(
    200,
    `<title>Script</title><script>
      document.write('<a href="/now">now</a>');
      setTimeout(() => document.body.insertAdjacentHTML("beforeend", '<a href="/late">late</a>'), 100);
    </script>`,
  ),
  "/moves-on": html(200, `<title>Moves</title><script>location.replace("/moved-on")</script>`),
  "/moved-on": html(200, "<title>Moved on</title>"),
  "/to-blank": page("Blank", `location = "about:blank"`),
  "/to-blob": page(
    "Blob",
    `location = URL.createObjectURL(new Blob(["x"], { type: "text/html" }))`,
  ),
  "/to-data": page("Data", `location = "data:text/html,x"`),
  "/to-back": page("Back", "history.back()"),
  "/to-dead": page("Dead", `location = "http://127.0.0.1:1/"`),
  "/reloads": page("Reloads", "location.reload()"),
  "/late-loop": page("Late", "setTimeout(() => { while (true); }, 3000)"),
  "/soon-loop": page("Soon", "setTimeout(() => { while (true); }, 0)"),
  "/dialogs": page("Dialogs", "for (let i = 0; i < 5; i += 1) alert(i); confirm(); prompt();"),
  "/dialogs-on": page("On", "setInterval(() => alert(1), 5)"),
  "/leaves-loop": page("Leaves", "onpagehide = () => { while (true); }"),
  "/stays": page("Stays", "onbeforeunload = () => true"),
  "/windows": page("Windows", `for (let i = 0; i < 20; i += 1) open("/a")`),
  "/closes": page("Closes", "close()"),
  "/prints": page("Prints", "print()"),
  "/pushes": page("Pushes", `history.pushState(null, "", "/a")`),
  "/leaves-later": page("Later", `setTimeout(() => { location = "/left-later"; }, 400)`),
  "/left-later": page("Left later", ""),
  "/cut": (_request, response) => {
    response.writeHead(200, { "content-type": "text/html", "content-length": "1000" });
    response.write("<title>Cut</title><a href=/a>A</a>", () => response.destroy());
  },
  "/reset-content": (_request, response) => void response.writeHead(205).end(),
  "/empty": html(200, ""),
  "/text": (_request, response) =>
    void response.writeHead(200, { "content-type": "text/plain" }).end("http://a.org/"),
  "/xml": (_request, response) =>
    void response.writeHead(200, { "content-type": "text/xml" }).end("<a href='/x'>x</a>"),
  "/xhtml": (_request, response) =>
    void response
      .writeHead(200, { "content-type": "application/xhtml+xml" })
      .end(
        `<html xmlns="http://www.w3.org/1999/xhtml"><head><title>X</title></head><body><a href="/a">a</a></body></html>`,
      ),
  "/typeless": (_request, response) => void response.writeHead(200).end("\0\u0001\u0002"),
  "/noindex": html(200, "<title>No index</title><a href=/hidden>x</a>", {
    "x-robots-tag": "noindex, nofollow",
  }),
  "/to-no-content": html(302, "", { location: "/no-content" }),
  "/to-file-scheme": html(302, "", { location: "file:///etc/passwd" }),
  "/to-nowhere": html(302, "", { location: "http://" }),
  "/refreshed": html(200, "<title>Refreshed</title>"),
  "/refreshes": html(
    200,
    `<title>Refreshes</title><meta http-equiv=refresh content="0;url=/refreshed">`,
  ),
};

/** A URL, and what its record must say. Paths in `finalUrl` and `links` are the site's. */
type Row = readonly [url: string, expected: Readonly<Record<string, unknown>>];

const failed = (code: string, rest: object = {}) => ({
  ...{ finalUrl: null, status: null, title: null, links: [], error: { code } },
  ...rest,
});

const good = (title: string, links: readonly string[], rest: object = {}) => ({
  ...{ status: 200, contentType: "text/html", title, links, attempts: 1, error: undefined },
  ...rest,
});

const noDocument = (what: string, status: number) => ({
  ...{ finalUrl: null, status, noDocument: what, title: null, links: [], error: undefined },
});

/** In this order, each leaves behind in the browser what the next must not be taken for. */
const essential: readonly Row[] = [
  ["/has-worker", good("Has worker", [])],
  ["/no-content", noDocument("noContent", 204)],
  ["/", good("Home", ["/a"], { finalUrl: "/" })],
  ["/download", noDocument("download", 200)],
  [
    "/missing",
    failed("httpError", {
      ...{ status: 404, finalUrl: "/missing", title: "Nothing here" },
      ...{ links: ["/from-error"], attempts: 1 },
    }),
  ],
  ["/reset", failed("network", { attempts: 2 })],
  ["/json", { status: 200, contentType: "application/json", links: [], error: undefined }],
  ["/alert", good("Alert", [])],
  ["/script", good("Script", ["/now", "/late"])],
  ["/forever", failed("timeout", { attempts: 2 })],
  ["/moved", good("New place", [], { finalUrl: "/new-place" })],
];

/** Pages that move, that hold the tab, or that are of another kind. */
const odd: readonly Row[] = [
  ["/to-blank", failed("movedAway", { attempts: 1 })],
  ["/to-blob", failed("movedAway")],
  ["/to-data", good("Data", [])],
  ["/to-back", failed("movedAway")],
  ["/to-dead", failed("blockedByBrowser")],
  // Either it is seen to move again and again, or it never stands still long enough to be read.
  ["/reloads", { finalUrl: null, status: null, title: null, links: [] }],
  ["/refreshes", { finalUrl: "/refreshed", status: 200, title: "Refreshed", attempts: 1 }],
  // It was read before.
  ["/late-loop", good("Late", [])],
  ["/soon-loop", failed("timeout", { attempts: 2 })],
  ["/dialogs", good("Dialogs", [])],
  ["/dialogs-on", { depth: 0 }],
  ["/pushes", good("Pushes", [], { finalUrl: "/pushes" })],
  ["/leaves-loop", good("Leaves", [])],
  ["/stays", { status: 200, title: "Stays", error: undefined }],
  ["/windows", good("Windows", [])],
  ["/closes", { depth: 0 }],
  ["/prints", good("Prints", [])],
  ["/leaves-later", { status: 200, error: undefined }],
  ["/cut", { status: 200, title: "Cut", partial: true, links: ["/a"] }],
  ["/reset-content", noDocument("noContent", 205)],
  ["/empty", good("", [])],
  ["/text", { status: 200, contentType: "text/plain", links: [], error: undefined }],
  ["/xml", { status: 200, contentType: "text/xml", links: [], error: undefined }],
  ["/xhtml", { status: 200, contentType: "application/xhtml+xml", title: "X", links: ["/a"] }],
  ["/typeless", noDocument("download", 200)],
  ["/to-no-content", noDocument("noContent", 204)],
  ["/to-file-scheme", failed("blockedByBrowser")],
  ["/to-nowhere", failed("network")],
];

const all: readonly Row[] = [
  ...essential,
  ...odd,
  ["/hang", failed("timeout", { attempts: 2 })],
  ["/busy", failed("httpError", { status: 429, finalUrl: "/busy", title: "Busy", attempts: 2 })],
  ["/flaky", good("Flaky", [], { attempts: 2 })],
  ["/bare-error", failed("httpError", { status: 500, attempts: 2 })],
  ["/locked", failed("httpError", { status: 401, attempts: 1 })],
  ["/loop", failed("redirectLoop", { attempts: 1 })],
  ["http://127.0.0.1:1/", failed("blockedByBrowser", { attempts: 1 })],
  ["http://no-such-host.invalid/", failed("dns", { attempts: 2 })],
  ["/slow-body", good("Half", ["/a"], { partial: true })],
  ["/image", good("Image", [])],
  ["/pdf", { status: 200, contentType: "application/pdf", links: [], error: undefined }],
  ["/moves-on", good("Moved on", [], { finalUrl: "/moved-on" })],
];

/** Through the other servers, too: what depends on them. */
const most = [...essential, ...odd];

const tables: readonly (readonly [ServerKind, readonly Row[]])[] = [
  ["chromedriver", all],
  ["grid", most],
  ["selenium3", most],
];

// All at once: most of it is waiting for time-outs.
test.concurrent.each(tables)(
  "through %s, every page is recorded as what it is, and none under the URL of another",
  { timeout: 300_000 },
  async (kind, rows) => {
    await using site = await startOddSite(more);
    await using server = await startSeleniumServer(kind);
    const urls = rows.map(([url]) => (url.startsWith("/") ? site.origin + url : url));
    await using run = start(urls, {
      SELENIUM_URL: server.endpoint,
      MAYFLY_MAX_DEPTH: "0",
      MAYFLY_ROBOTS: "false",
      MAYFLY_RETRIES: "1",
      // One session, in which each page comes after the one before.
      MAYFLY_SESSIONS: "1",
      MAYFLY_PAGE_LOAD_TIMEOUT: "5",
      MAYFLY_SCRIPT_TIMEOUT: "3",
    });
    const { exitCode, stdout, stderr } = await run.ended;
    expect(exitCode, stderr).toBe(0);
    const seen = pagesOf(stdout).map((page) => {
      const url = short(page.url, site);
      const fields = Object.keys(rows.find(([row]) => row === url)?.[1] ?? {});
      return [url, pick(page, fields, site)] as const;
    });
    expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(rows));
    expect(seen).toHaveLength(rows.length);
    const skips = recordsOf(stdout).filter((record) => record.type === "skip");
    expect(skips.filter(({ reason }) => reason !== "depth")).toEqual([]);
    expect(summaryOf(stdout)).toMatchObject({ outcome: "completed", queued: 0 });
  },
);

test(
  "a host whose robots.txt cannot be fetched is recorded with the reason",
  { timeout: 120_000 },
  async () => {
    await using server = await startSeleniumServer("chromedriver");
    await using site = await startOddSite();
    const closed = `http://127.0.0.1:${await freePort()}/`;
    const urls = [
      "http://no-such-host.invalid/",
      "http://127.0.0.1:1/",
      closed,
      `${site.origin}/a`,
    ];
    await using run = start(urls, {
      SELENIUM_URL: server.endpoint,
      MAYFLY_MAX_DEPTH: "0",
    });
    const { stdout } = await run.ended;
    // A host whose file is tried again comes later.
    expect(new Map(pagesOf(stdout).map(({ url, error }) => [url, error?.code]))).toEqual(
      new Map([
        ["http://no-such-host.invalid/", "dns"],
        ["http://127.0.0.1:1/", "blockedByBrowser"],
        [closed, "network"],
        [`${site.origin}/a`, undefined],
      ]),
    );
  },
);

function short(url: string, site: OddSite): string {
  return url.replace(site.origin, "");
}

/** Those fields of a record that a row speaks of; of an error, the code. */
function pick(page: PageRecord, fields: readonly string[], site: OddSite): Record<string, unknown> {
  const comparable: Record<string, unknown> = {
    ...page,
    finalUrl: page.finalUrl === null ? null : short(page.finalUrl, site),
    links: page.links.map((link) => short(link, site)),
    error: page.error && { code: page.error.code },
  };
  return Object.fromEntries(fields.map((field) => [field, comparable[field]]));
}
