/** Pictures and prints of pages, on each kind of server, and what becomes of a page whose files cannot be kept. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startSeleniumServer, type ServerKind } from "../helpers/selenium-servers.ts";
import { violations } from "../helpers/schemas.ts";
import { pagesOf } from "./helpers/crawler-process.ts";
import { startOddSite } from "./helpers/odd-site.ts";
import { useCrawler } from "./helpers/use-crawler.ts";

const start = useCrawler();
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mayfly-test-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const tall = `<!doctype html><title>Tall</title><body style="margin:0"><div style="height:3000px">x</div>`;
const wanted = { MAYFLY_PDF: "true", MAYFLY_VIEWPORT: "300x200", MAYFLY_MAX_DEPTH: "0" };

/** Width and height of a PNG: https://www.w3.org/TR/png/#11IHDR */
function sizeOf(path: string): readonly [string, number, number] {
  const bytes = readFileSync(path);
  return [bytes.toString("latin1", 1, 4), bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

describe.each<ServerKind>(["chromedriver", "grid", "selenium3"])(
  "%s:",
  { timeout: 120_000 },
  (kind) => {
    test("a page is kept as a picture and as it is printed, and its record names the files", async () => {
      await using site = await startOddSite({ "/tall": tall });
      await using server = await startSeleniumServer(kind);
      const results = join(folder, kind);
      const settings = { SELENIUM_URL: server.endpoint, MAYFLY_RESULTS: results, ...wanted };
      const urls = [`${site.origin}/tall`, `${site.origin}/download`, `${site.origin}/missing`];
      await using run = start(urls, { ...settings, MAYFLY_SCREENSHOT: "full" });
      const { exitCode, stdout } = await run.ended;
      const page = pagesOf(stdout).find(({ title }) => title === "Tall");
      expect([exitCode, page?.missingFiles]).toEqual([0, undefined]);
      expect(page?.screenshot).toMatch(/^files\/[0-9a-f]{32}\.png$/);
      const { screenshot = "", pdf = "" } = page ?? {};
      expect(sizeOf(join(results, screenshot))).toEqual(["PNG", expect.closeTo(300, -2), 3000]);
      expect(readFileSync(join(results, pdf), "latin1")).toMatch(/^%PDF-/);
      // Neither a download nor an error has any.
      expect(readdirSync(join(results, "files")).length).toBe(2);
      const { type: _type, queued: _queued, ...record } = page ?? { type: "", queued: 0 };
      expect(violations("page-record", record)).toEqual([]);
    });
  },
);

test(
  "the viewport alone has its size, and files that cannot be kept cost no record",
  { timeout: 120_000 },
  async () => {
    await using site = await startOddSite({ "/tall": tall, "/other": tall });
    await using server = await startSeleniumServer("chromedriver");
    const results = join(folder, "viewport");
    const settings = { SELENIUM_URL: server.endpoint, ...wanted, MAYFLY_SCREENSHOT: "viewport" };
    await using run = start([`${site.origin}/tall`], { ...settings, MAYFLY_RESULTS: results });
    const [page] = pagesOf((await run.ended).stdout);
    expect(sizeOf(join(results, page?.screenshot ?? ""))).toEqual(["PNG", 300, 200]);

    const broken = mkdtempSync(join(folder, "broken-"));
    writeFileSync(join(broken, "files"), "in the way");
    await using other = start([`${site.origin}/tall`, `${site.origin}/other`], {
      ...{ ...settings, MAYFLY_RESULTS: broken },
    });
    const { exitCode, stdout, stderr } = await other.ended;
    const pages = pagesOf(stdout);
    expect([exitCode, pages.map(({ missingFiles }) => missingFiles)]).toEqual([
      ...[
        0,
        [
          ["screenshot", "pdf"],
          ["screenshot", "pdf"],
        ],
      ],
    ]);
    expect(stderr.match(/⛔ A file cannot be kept in /g)).toHaveLength(1);
  },
);

test("files without a place are refused before anything begins", async () => {
  await using run = start(["http://127.0.0.1/"], { MAYFLY_SCREENSHOT: "full" });
  const { exitCode, stderr } = await run.ended;
  expect([exitCode, stderr]).toEqual([
    4,
    expect.stringContaining(
      "Expected a place for files in MAYFLY_RESULTS with MAYFLY_SCREENSHOT, but got none.",
    ),
  ]);
});
