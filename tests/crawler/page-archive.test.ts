/** WARC files of pages, on each kind of server, as a reader of such files finds them. */
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WARCParser } from "warcio";
import { PageArchive } from "../../crawler/src/page-archive.ts";
import { warcFile } from "../../crawler/src/warc-records.ts";
import { violations } from "../helpers/schemas.ts";
import { startSeleniumServer, type ServerKind } from "../helpers/selenium-servers.ts";
import { pagesOf } from "./helpers/crawler-process.ts";
import { useCrawler } from "./helpers/use-crawler.ts";

const start = useCrawler();
let folder: string;
let site: Server;
let origin: string;
let asked: string[] = [];

const utf8 = Buffer.from("<!doctype html><meta charset=utf-8><title>Grüße</title>ä€𝄞");
const latin1 = Buffer.from("<!doctype html><title>Caf\u00e9</title>\u00e9", "latin1");
const bytes = Buffer.from([0, 1, 2, 253, 254, 255]);
const html = "text/html; charset=utf-8";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "mayfly-test-"));
  site = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.setHeader("x-two", "2");
    response.setHeader("set-cookie", "got=secret-cookie");
    switch (request.url ?? "") {
      case "/moved":
        return response.writeHead(302, { location: "/plain" }).end();
      case "/plain":
        return response.writeHead(200, { "content-type": html }).end(utf8);
      case "/packed":
        return response
          .writeHead(203, { "content-type": html, "content-encoding": "gzip" })
          .end(gzipSync(utf8.subarray()));
      case "/latin1":
        return response.writeHead(200, { "content-type": "text/html; charset=latin1" }).end(latin1);
      case "/download":
        return response.writeHead(200, { "content-type": "application/octet-stream" }).end(bytes);
      default:
        return response.writeHead(404, { "content-type": html }).end("<title>No</title>no");
    }
  });
  await new Promise<void>((listening) => site.listen(0, "127.0.0.1", listening));
  const address = site.address();
  origin = `http://127.0.0.1:${String(typeof address === "object" ? address?.port : 0)}`;
});

afterAll(() => {
  site.closeAllConnections();
  site.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Found {
  readonly type: string;
  readonly url: string;
  readonly line: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: Buffer;
}

/** Reads a WARC file, whose digests must be those of its contents. */
async function recordsIn(file: Buffer): Promise<Found[]> {
  const records: Found[] = [];
  for await (const record of WARCParser.iterRecords([file], { keepHeadersCase: false })) {
    const payload = Buffer.from(await record.readFully(true));
    const digest = `sha256:${createHash("sha256").update(payload).digest("hex")}`;
    if (record.warcType === "response") expect(record.warcPayloadDigest).toBe(digest);
    records.push({
      type: record.warcType,
      url: record.warcTargetURI ?? "",
      line: record.httpHeaders?.statusline ?? "",
      headers: Object.fromEntries(record.httpHeaders?.headers ?? []),
      payload,
    });
  }
  return records;
}

const settings = {
  MAYFLY_WARC: "true",
  MAYFLY_MAX_DEPTH: "0",
  MAYFLY_HEADER: "X-Key: secret-key",
  MAYFLY_COOKIE: "session=secret-session",
  MAYFLY_BASIC_AUTH: "me:secret-password",
};

describe.each<ServerKind>(["chromedriver", "grid", "selenium3"])(
  "%s:",
  { timeout: 120_000 },
  (kind) => {
    test("a WARC file has what the server sent, and no secret", async () => {
      await using server = await startSeleniumServer(kind);
      const results = join(folder, kind);
      asked = [];
      const paths = ["/moved", "/packed", "/latin1", "/download", "/missing"];
      await using run = start(
        paths.map((path) => `${origin}${path}`),
        { SELENIUM_URL: server.endpoint, MAYFLY_RESULTS: results, ...settings },
      );
      const { exitCode, stdout } = await run.ended;
      expect(exitCode).toBe(0);
      const pages = new Map(pagesOf(stdout).map((page) => [new URL(page.url).pathname, page]));
      const answers = new Map<string, Found>();
      for (const path of paths) {
        const {
          type: _type,
          queued: _queued,
          ...page
        } = pages.get(path) ?? { type: "", queued: 0 };
        expect(violations("page-record", page)).toEqual([]);
        const name = "warc" in page ? page.warc : "";
        expect(name).toMatch(/^files\/[0-9a-f]{32}\.warc\.gz$/);
        const records = await recordsIn(readFileSync(join(results, name)));
        const types = records.map(({ type }) => type);
        const pair = ["response", "request"];
        expect(types).toEqual(["warcinfo", ...(path === "/moved" ? pair : []), ...pair]);
        const [answer, request] = records.slice(-2);
        if (answer !== undefined) answers.set(path, answer);
        expect(request?.headers["host"]).toBe(new URL(origin).host);
        expect(request?.headers["user-agent"]).toMatch(/\w/);
        const text = records.map((record) => JSON.stringify(record)).join("\n");
        expect(text).not.toMatch(/secret|authorization/i);
        const [, redirect] = records;
        if (path === "/moved") {
          expect([redirect?.url, redirect?.line, redirect?.headers["location"]]).toEqual([
            ...[`${origin}/moved`, "HTTP/1.1 302 Found", "/plain"],
          ]);
        }
      }
      const told = [...answers].map(([path, { url, line, payload }]) => [
        ...[path, url.slice(origin.length), line.split(" ")[1], payload.toString("latin1")],
      ]);
      expect(told).toEqual([
        ["/moved", "/plain", "200", utf8.toString("latin1")],
        ["/packed", "/packed", "203", utf8.toString("latin1")],
        ["/latin1", "/latin1", "200", latin1.toString("latin1")],
        ["/download", "/download", "200", bytes.toString("latin1")],
        ["/missing", "/missing", "404", "<title>No</title>no"],
      ]);
      for (const { headers, payload } of answers.values()) {
        expect([headers["x-two"], headers["content-length"]]).toEqual(["2", `${payload.length}`]);
        expect(headers["content-encoding"]).toBeUndefined();
      }
      expect(answers.get("/packed")?.headers["x-orig-content-encoding"]).toBe("gzip");

      // What the browser has is not asked for again.
      const count = (path: string): number => asked.filter((one) => one === path).length;
      expect(["/plain", "/packed", "/missing", "/latin1"].map(count)).toEqual([1, 1, 1, 2]);

      // One after another, the files are one.
      const names = readdirSync(join(results, "files"));
      const files = names.map((name) => readFileSync(join(results, "files", name)));
      expect((await recordsIn(Buffer.concat(files))).length).toBe(3 * paths.length + 2);
    });
  },
);

/** Lets Node.js find another package in place of one: none. */
const withoutPackage = `export async function resolve(name, context, next) {
  return await next(name === "warcio" ? "not-installed-here" : name, context);
}`;

test.each([
  [{}, "Expected a place for files in MAYFLY_RESULTS with MAYFLY_WARC, but got none."],
  [
    {
      MAYFLY_RESULTS: join(tmpdir(), "mayfly-test-none"),
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(
        `import { register } from "node:module"; register(${JSON.stringify(
          `data:text/javascript,${encodeURIComponent(withoutPackage)}`,
        )});`,
      )}`,
    },
    "Expected the npm package warcio for MAYFLY_WARC, but it is not installed: npm install warcio.",
  ],
])("what WARC files need is said before anything begins: %#", async (environment, sentence) => {
  await using run = start([`${origin}/plain`], { MAYFLY_WARC: "true", ...environment });
  const { exitCode, stdout, stderr } = await run.ended;
  expect([exitCode, stdout]).toEqual([4, ""]);
  expect(stderr).toContain(sentence);
});

test("secrets are left out wherever they come from, and what no answer came of is a missing file", async () => {
  const headers = ["Authorization", "cookie", "Set-Cookie", "X-Key", "X-Open"];
  const answer = new Response("body", { headers: headers.map((name) => [name, "told"]) });
  const answers = [answer];
  const archive = new PageArchive(
    warcFile,
    async () => await (answers.shift() ?? Promise.reject(new Error("gone"))),
    { agent: "tester", secretNames: ["x-key"], signal: new AbortController().signal },
  );
  const file = await archive.file("http://a.test/", { kind: "noDocument" });
  const [, response] = await recordsIn(file ?? Buffer.of());
  expect(Object.keys(response?.headers ?? {}).sort()).toEqual([
    ...["content-length", "content-type", "x-open"],
  ]);
  expect(await archive.file("http://a.test/", { kind: "noDocument" })).toBeNull();
});
