/** When a page may be read at once, and when it must be waited for. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { probe } from "../../crawler/src/gate-probe.ts";
import { PageReader } from "../../crawler/src/page-reader.ts";
import type { BrowserSession } from "../../crawler/src/browser-session.ts";
import { startSeleniumServer } from "../helpers/selenium-servers.ts";
import { sessionOpener } from "./helpers/browser.ts";
import { never } from "./helpers/fakes.ts";
import { startOddSite, type OddSite } from "./helpers/odd-site.ts";

const add = `document.body.insertAdjacentHTML("beforeend", '<a href="/late">late</a>')`;
const hangs = `<img src="/hang">`;

/** Pages that have nothing left to do. */
const finished = {
  "data alone": `<script type="application/ld+json">{}</script>`,
  "a script that only listens to clicks": `<script>document.addEventListener("click", () => ${add})</script>`,
  "a script that renders while the page is parsed": `<script>${add}</script>`,
  "a timer for much later": `<script>setTimeout(() => ${add}, 30000)</script>`,
  "work that it gave up": `<script>clearTimeout(setTimeout(() => ${add}, 100)); cancelAnimationFrame(requestAnimationFrame(() => ${add}))</script>`,
  "a listener for the end of loading that it took back": `<script>const f = () => ${add}; addEventListener("load", f); removeEventListener("load", f)</script>${hangs}`,
};

/** Pages that have something left to do which adds a link: for ever or for long, so that it is not done when they are read. */
const unfinished = {
  "a timer": `<script>setTimeout(() => ${add}, 1000)</script>`,
  "a timer that another set": `<script>setTimeout(() => setTimeout(() => ${add}, 1000), 0)</script>`,
  "a timer whose code is a text": `<script>setTimeout("document.body.append('late')", 1000)</script>`,
  "an interval": `<script>setInterval(() => undefined, 1000)</script>`,
  "frames without end": `<script>const f = () => requestAnimationFrame(f); f()</script>`,
  "a request": `<script>fetch("/hang").then(() => ${add})</script>`,
  "a request of the old kind": `<script>const r = new XMLHttpRequest(); r.open("GET", "/hang"); r.send()</script>`,
  "a socket": `<script>new WebSocket("ws://" + location.host + "/hang")</script>`,
  "a worker": `<script>new Worker(URL.createObjectURL(new Blob([""])))</script>`,
  "a message": `<script>postMessage("x")</script>`,
  "a channel": `<script>new MessageChannel()</script>`,
  "a database": `<script>indexedDB.open("x")</script>`,
  "an observer of what is shown": `<script>new IntersectionObserver(() => undefined)</script>`,
  "a picture to come": `<script>new Image().src = "/hang"</script>`,
  "a listener for the end of loading": `<script>addEventListener("load", () => ${add})</script>${hangs}`,
  "an attribute for the end of loading": `<body onload="x()"><script></script>${hangs}`,
  "a script to come": `<script>const s = document.createElement("script"); s.src = "/hang"; document.head.append(s)</script>`,
  "a module": `<script type="module">import("/hang.js")</script>`,
  "a frame": `<iframe src="/hang"></iframe><script></script>`,
  "functions of its own in place of the browser's": `<script>Reflect.apply = Event.prototype.preventDefault = () => undefined; setTimeout(() => ${add}, 1000)</script>`,
};

/** More than a page without a change is waited for. */
const answerMs = 400;
/** Pages that ask for something, and show it when it comes. */
const asking = {
  "a request": `<script>fetch("/slow").then((r) => r.text()).then((text) => (document.title = text))</script>`,
  "a request of the old kind": `<script>const r = new XMLHttpRequest(); r.open("GET", "/slow"); r.onload = () => (document.title = r.responseText); r.send()</script>`,
  "one request after another": `<script>fetch("/slow").then(() => fetch("/slow")).then((r) => r.text()).then((text) => (document.title = text))</script>`,
};

const unchanged = `<script>
setTimeout(function (...args) {
  const told = [args.join(), this === window, String(setTimeout), setTimeout.name, setTimeout.length];
  document.title = told.join("|");
}, 0, "a", "b");
</script>`;

describe("in a real browser,", { timeout: 60_000 }, () => {
  let site: OddSite;
  let session: BrowserSession;
  let endpoint: string;
  const started: AsyncDisposable[] = [];
  const pages = Object.entries({
    ...finished,
    ...unfinished,
    ...Object.fromEntries(
      Object.entries(asking).map(([name, body]) => [`answer of ${name}`, body]),
    ),
    unchanged,
  }).map(([name, body]) => ({
    name,
    path: `/activity/${encodeURIComponent(name)}`,
    html: `<!doctype html><body>${body}`,
  }));

  beforeAll(async () => {
    const server = await startSeleniumServer("chromedriver");
    started.push(server);
    ({ endpoint } = server);
    const served = {
      ...Object.fromEntries(pages.map(({ path, html }) => [path, html])),
      "/slow": (_request: IncomingMessage, response: ServerResponse): void => {
        setTimeout(() => response.end("answered"), answerMs);
      },
    };
    started.push((site = await startOddSite(served)));
    await vi.waitFor(async () => {
      expect((await probe(endpoint, never)).kind).toBe("ready");
    }, 20_000);
    session = await (await sessionOpener(endpoint, { pageLoadTimeout: 20, scriptTimeout: 20 }))();
  }, 60_000);

  afterAll(async () => {
    await Promise.all(started.map((one) => one[Symbol.asyncDispose]()));
  });

  /** Opens a page, reads it, and tells how often it had to be asked. */
  async function asked(name: string): Promise<{
    readonly times: number;
    readonly title: string;
    readonly unsettled: readonly string[] | undefined;
  }> {
    let times = 0;
    const reader = new PageReader(
      {
        devTools: async (cmd, params) => {
          if (cmd === "Runtime.evaluate") times += 1;
          const url = `${endpoint}/session/${session.id}/goog/cdp/execute`;
          const answer = await fetch(url, {
            method: "POST",
            body: JSON.stringify({ cmd, params }),
          });
          return ((await answer.json()) as { value: unknown }).value;
        },
        execute: () => Promise.reject(new Error("not here")),
      },
      null,
    );
    await reader.prepare();
    await session.open(site.origin + (pages.find((page) => page.name === name)?.path ?? ""));
    const { title, unsettled } = await reader.read("mark");
    return { times, title, unsettled };
  }

  test.each(Object.keys(finished))("a page is read at once with %s", async (name) => {
    expect((await asked(name)).times).toBe(1);
  });

  test.each(Object.keys(unfinished))("a page is waited for with %s", async (name) => {
    expect((await asked(name)).times).toBeGreaterThan(1);
  });

  test.each(Object.keys(asking))("a page is read with the answer of %s", async (name) => {
    expect(await asked(`answer of ${name}`)).toMatchObject({
      title: "answered",
      unsettled: undefined,
    });
  });

  test.each(["a request", "a request of the old kind"])(
    "a page says that %s had no answer when it was read",
    async (name) => {
      expect((await asked(name)).unsettled).toEqual(["requests"]);
    },
  );

  test("to a page, its functions are what they were, and do the same", async () => {
    const { title } = await asked("unchanged");
    expect(title).toMatch(/^a,b\|true\|function \(\) \{ \[native code\] \}\|setTimeout\|1$/);
  });
});
