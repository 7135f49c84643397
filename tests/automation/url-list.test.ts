/** More URLs than the environment of a process takes. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readRecord } from "../../automation/run/record.ts";
import { runFolder } from "../../automation/run/run-folder.ts";
import { startDemoSite } from "../fixtures/demo-site/server.mjs";
import { jsonLines, Workplace } from "../helpers/mayfly.ts";
import { violations } from "../helpers/schemas.ts";

test("a file of thousands of URLs is crawled, and gone on with", { timeout: 120_000 }, async () => {
  await using site = await startDemoSite();
  await using workplace = new Workplace();
  const lines = Array.from(
    { length: 3000 },
    (_, index) => `${site.url}calendar/${String(1000 + index)}/05?${"x".repeat(40)}`,
  );
  writeFileSync(join(workplace.path, "urls.txt"), lines.join("\r\n"));
  const limits = ["--scope", "page", "--delay", "0", "--json"];
  const first = ["--url-file", "urls.txt", "--max-pages", "2", "--run-id", "one"];
  const { exitCode, stderr } = await workplace.run(["run", ...first, ...limits]);
  expect(exitCode, stderr).toBe(0);
  const record = readRecord(runFolder(workplace.base, "one"));
  expect(record.settings).toMatchObject({ MAYFLY_URL_LISTS: "urls/one.txt" });
  expect(record.settings).not.toHaveProperty("MAYFLY_URLS");
  expect(record.urls).toEqual(lines.slice(0, 100));
  expect(record.pages).toMatchObject({ retrieved: 2, queued: 2998 });
  expect(violations("run-record", record)).toEqual([]);

  const resume = ["run", "--resume", "one", "--run-id", "two", "--max-pages", "4", "--json"];
  const more = await workplace.run([...resume, site.url]);
  expect(more.exitCode, more.stderr).toBe(0);
  const urls = jsonLines(runFolder(workplace.base, "two").pages).map(
    (page) => (page as { url: string }).url,
  );
  expect(urls).toHaveLength(4);
  // What is asked for now comes first.
  expect(urls.filter((url) => !lines.includes(url))).toEqual([site.url]);
  expect(readRecord(runFolder(workplace.base, "two")).pages.queued).toBe(2997);
});
