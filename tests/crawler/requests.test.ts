/** What a page is asked with: headers, cookies and passwords, on each kind of server, and never at a third party's. */
import type { IncomingHttpHeaders } from "node:http";
import { describe, expect, test } from "vitest";
import { startSeleniumServer, type ServerKind } from "../helpers/selenium-servers.ts";
import { pagesOf } from "./helpers/crawler-process.ts";
import { servePlain, type PlainServer } from "./helpers/plain-server.ts";
import { useCrawler } from "./helpers/use-crawler.ts";

const start = useCrawler();
const pixel = Buffer.from("R0lGODlhAQABAAAAACwAAAAAAQABAAA=", "base64");

/** A request that was seen: host without port, path, headers. */
interface Seen {
  readonly host: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** A site and, under another name, a third party; both are this server. */
async function serve(seen: Seen[]): Promise<PlainServer & { readonly third: string }> {
  const server = await servePlain((request, response) => {
    const [host = "", port = ""] = (request.headers.host ?? "").split(":");
    const path = request.url ?? "";
    seen.push({ host, path, headers: request.headers });
    const third = `http://localhost:${port}`;
    if (path === "/robots.txt") response.writeHead(302, { location: `${third}/rules.txt` }).end();
    else if (path === "/rules.txt") response.end("User-agent: *\nAllow: /\n");
    else if (path === "/out") response.writeHead(302, { location: `${third}/landed` }).end();
    else if (path.endsWith(".gif"))
      response.writeHead(200, { "content-type": "image/gif" }).end(pixel);
    else if (path === "/file")
      response.writeHead(200, { "content-disposition": "attachment" }).end("x");
    else {
      response.writeHead(200, { "content-type": "text/html" });
      if (path === "/frame") {
        response.end(`<img src="http://127.0.0.1:${port}/in-frame.gif"><img src="/own.gif">`);
      } else if (path === "/") {
        response.end(
          `<title>Start</title><img src="/one.gif"><img src="${third}/two.gif"><a href="/file">f</a>
<a href="/out">out</a><iframe src="${third}/frame"></iframe><script>fetch("/data"); fetch("${third}/data", { mode: "no-cors" })</script>
<script>new Worker(URL.createObjectURL(new Blob(["fetch('http://127.0.0.1:${port}/of-worker')"])))</script>`,
        );
      } else response.end("<title>Other</title>");
    }
  });
  return Object.assign(server, { third: server.origin.replace("127.0.0.1", "localhost") });
}

const secrets = {
  MAYFLY_HEADER: "X-Key: one two\nx-other: 2",
  MAYFLY_COOKIE: "sid=abc; HttpOnly\nlang=de; Path=/only",
  MAYFLY_BASIC_AUTH: "me:pass:word",
};
const basic = `Basic ${Buffer.from("me:pass:word").toString("base64")}`;

describe.each<ServerKind>(["chromedriver", "grid", "selenium3"])(
  "%s:",
  { timeout: 120_000 },
  (kind) => {
    test("headers, cookies and a password go to the site with every request, and to no other", async () => {
      const seen: Seen[] = [];
      await using site = await serve(seen);
      await using server = await startSeleniumServer(kind);
      await using run = start([`${site.origin}/`], { SELENIUM_URL: server.endpoint, ...secrets });
      const { exitCode, stdout, stderr } = await run.ended;
      expect([exitCode, pagesOf(stdout).length]).toEqual([0, 2]);
      const ours = seen.filter(({ host }) => host === "127.0.0.1");
      const paths = new Set(ours.map(({ path }) => path));
      for (const path of [
        "/robots.txt",
        "/",
        "/one.gif",
        "/data",
        "/in-frame.gif",
        "/file",
        "/out",
      ]) {
        expect(paths).toContain(path);
      }
      for (const { path, headers } of ours.filter(({ path }) => path !== "/of-worker")) {
        expect([path, headers["x-key"], headers["x-other"], headers.authorization]).toEqual([
          ...[path, "one two", "2", basic],
        ]);
        // A cookie is not sent from within another site's frame: SameSite is Lax where it is not said.
        if (path !== "/in-frame.gif") expect([path, headers.cookie]).toEqual([path, "sid=abc"]);
      }
      const others = seen.filter(({ host }) => host === "localhost");
      for (const path of ["/rules.txt", "/two.gif", "/frame", "/own.gif", "/data", "/landed"]) {
        expect(others.map((request) => request.path)).toContain(path);
      }
      for (const { path, headers } of others) {
        const given = [headers["x-key"], headers["x-other"], headers.authorization, headers.cookie];
        expect([path, ...given]).toEqual([path, ...given.map(() => undefined)]);
      }
      for (const text of [stdout, stderr]) expect(text).not.toMatch(/one two|abc|pass:word/);
    });
  },
);
