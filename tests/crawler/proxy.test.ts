/** Crawls through real proxies, which want a password and resolve names that nobody else knows. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findBrowser } from "../../scripts/lib/find-browser.mjs";
import { freePort, startSeleniumServer } from "../helpers/selenium-servers.ts";
import { pagesOf, summaryOf } from "./helpers/crawler-process.ts";
import { startOddSite, type Answer } from "./helpers/odd-site.ts";
import { startHttpProxy, startSocksProxy } from "./helpers/test-proxies.ts";
import { useCrawler } from "./helpers/use-crawler.ts";

const start = useCrawler();

/** A browser that does not share localhost with the crawler, as one in a container of its own. `using` removes it. */
async function distantBrowser(): Promise<{ readonly path: string } & Disposable> {
  const pair = await findBrowser();
  if (pair === undefined) throw new Error("There is no browser: run `npm run pretest` first.");
  const folder = mkdtempSync(join(tmpdir(), "mayfly-browser-"));
  const path = join(folder, "browser");
  const nowhere = `--proxy-server=socks5://127.0.0.1:${String(await freePort())}`;
  const script = `for argument; do
  shift
  case "$argument" in --proxy-server=*) argument="${nowhere}";; esac
  set -- "$@" "$argument"
done
exec "${pair.browser}" "$@"`;
  writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return {
    path,
    [Symbol.dispose]: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const redirect =
  (location: string): Answer =>
  (_request, response) =>
    void response.writeHead(302, { location }).end();

const posted: Answer = (request, response) => {
  let body = "";
  request
    .on("data", (chunk: Buffer) => {
      body += chunk.toString();
    })
    .on("end", () => response.end(body));
};

/** A page that posts by script and opens a WebSocket, which nobody answers. */
const active = `<title>Active</title><body><script>
const keepsChanging = setInterval(() => document.body.append("."), 50);
const socket = new WebSocket("ws://site.test:8080/socket");
socket.onerror = () => fetch("/posted", { method: "POST", body: "x".repeat(100000) })
  .then((answer) => answer.text())
  .then((text) => { document.title = "Posted " + text.length; clearInterval(keepsChanging); });
</script>`;

const startSite = async () =>
  await startOddSite({
    "/active": active,
    "/posted": posted,
    "/to-private": redirect("http://192.168.0.1/"),
    "/tries": `<title>Tries</title><img src="http://10.0.0.5/"><iframe src="http://127.0.0.1:9/"></iframe>`,
  });

const user = "me@home";
const password = "p:@%/ü";
const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}@`;

describe.each([
  ["an HTTP proxy", "http", startHttpProxy],
  ["a SOCKS5 proxy", "socks5", startSocksProxy],
] as const)("through %s,", { timeout: 90_000 }, (_what, scheme, startProxy) => {
  test("pages, robots.txt and scripts go with the password, private addresses not at all", async () => {
    await using site = await startSite();
    const port = Number(new URL(site.origin).port);
    await using proxy = await startProxy({ user, password, names: { "site.test": port } });
    await using server = await startSeleniumServer("chromedriver");
    const seeds = ["/", "/active", "/tries", "/to-private", "/missing"].map(
      (path) => `http://site.test${path}`,
    );
    await using run = start([...seeds, "http://unknown.test/", "http://localhost/"], {
      SELENIUM_URL: server.endpoint,
      MAYFLY_PROXY: `${scheme}://${login}127.0.0.1:${String(proxy.port)}`,
      MAYFLY_ALLOW_PRIVATE: "false",
      ...{ MAYFLY_MAX_DEPTH: "0", MAYFLY_DELAY: "0", MAYFLY_RETRIES: "0" },
    });
    const { stdout, stderr } = await run.ended;
    const pages = Object.fromEntries(pagesOf(stdout).map((page) => [page.url, page]));
    expect(pages).toMatchObject({
      "http://site.test/": { status: 200, title: "Home" },
      "http://site.test/active": { title: "Posted 100000" },
      "http://site.test/tries": { title: "Tries" },
      "http://site.test/missing": { status: 404 },
      "http://site.test/to-private": { error: { code: "privateAddress" } },
      "http://localhost/": { error: { code: "privateAddress" } },
    });
    expect(summaryOf(stdout).retrieved).toBe(3);
    expect(site.requests).toContain("/robots.txt");
    expect(proxy.requests.join("\n")).not.toMatch(/refused|192\.168|10\.0\.0|127\.0\.0|localhost/);
    expect(proxy.requests).toContain(
      scheme === "http" ? "GET http://site.test/robots.txt" : "CONNECT site.test:80",
    );
    expect(proxy.requests).toContain("CONNECT site.test:8080");
    for (const secret of [password, encodeURIComponent(password), user, login]) {
      expect(stdout + stderr).not.toContain(secret);
    }
  });

  test("a proxy that refuses the password is told as what it is", async () => {
    await using site = await startSite();
    const port = Number(new URL(site.origin).port);
    await using proxy = await startProxy({ user, password, names: { "site.test": port } });
    await using server = await startSeleniumServer("chromedriver");
    await using run = start(["http://site.test/"], {
      SELENIUM_URL: server.endpoint,
      MAYFLY_PROXY: `${scheme}://me:wrong@127.0.0.1:${String(proxy.port)}`,
      ...{ MAYFLY_ROBOTS: "false", MAYFLY_RETRIES: "0" },
    });
    const { stdout } = await run.ended;
    expect(summaryOf(stdout)).toMatchObject({ outcome: "failed", failed: 1 });
    expect(pagesOf(stdout)[0]?.error).toEqual({
      code: "proxy",
      message: expect.stringContaining(
        `the proxy ${scheme}://127.0.0.1:${String(proxy.port)} refuses: `,
      ) as string,
    });
    expect(site.requests).toEqual([]);
  });

  test("a proxy that nobody is at is told as what it is, and this machine needs none", async () => {
    await using site = await startSite();
    await using server = await startSeleniumServer("chromedriver");
    await using run = start(["http://site.test/", `${site.origin}/a`], {
      SELENIUM_URL: server.endpoint,
      MAYFLY_PROXY: `${scheme}://127.0.0.1:9`,
      ...{ MAYFLY_ROBOTS: "false", MAYFLY_RETRIES: "0", MAYFLY_MAX_DEPTH: "0" },
      // One page after the other.
      MAYFLY_SESSIONS: "1",
    });
    const { stdout } = await run.ended;
    expect(pagesOf(stdout)).toMatchObject([
      {
        error: {
          code: "proxy",
          message: `the proxy ${scheme}://127.0.0.1:9 cannot be reached: ECONNREFUSED`,
        },
      },
      { title: "Page A" },
    ]);
  });
});

test(
  "a browser that cannot reach the crawler ends the crawl with one sentence, and fails no page",
  { timeout: 90_000 },
  async () => {
    using browser = await distantBrowser();
    await using site = await startSite();
    const port = Number(new URL(site.origin).port);
    await using proxy = await startHttpProxy({ names: { "site.test": port } });
    await using server = await startSeleniumServer("chromedriver");
    await using run = start(["http://site.test/", "http://site.test/a"], {
      SELENIUM_URL: server.endpoint,
      MAYFLY_PROXY: `http://127.0.0.1:${String(proxy.port)}`,
      MAYFLY_BROWSER_BINARY: browser.path,
    });
    const { exitCode, stdout } = await run.ended;
    expect([exitCode, pagesOf(stdout)]).toEqual([4, []]);
    expect(summaryOf(stdout)).toMatchObject({
      outcome: "invalidConfig",
      queued: 2,
      message: expect.stringMatching(
        /Expected a browser that shares localhost with the crawler in SELENIUM_URL, .* set MAYFLY_ALLOW_PRIVATE=true/,
      ) as string,
    });
  },
);
