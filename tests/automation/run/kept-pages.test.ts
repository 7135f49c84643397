import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { completeRecords, missingRecords } from "../../../automation/run/kept-pages.ts";
import { newRecord } from "../../../automation/run/new-record.ts";
import { Journal } from "../../../automation/run/journal.ts";
import { readRecord } from "../../../automation/run/record.ts";
import { createRunFolder } from "../../../automation/run/run-folder.ts";
import { systemClock } from "../../../automation/clock.ts";
import type { SkipRecord, SummaryRecord } from "../../../crawler/src/contract.ts";
import { jsonLines, Workplace } from "../../helpers/mayfly.ts";

const page = (url: string) => ({
  ...{ type: "page", url, finalUrl: url, status: 200, contentType: "text/html", title: url },
  ...{ depth: 0, referrer: null, links: [], textLength: 0, loadMs: 1, attempts: 1 },
  ...{ retrievedAt: "2026-11-30T00:00:00.000Z", queued: 0 },
});
const skip = (url: string, reason: SkipRecord["reason"] = "outOfScope"): SkipRecord => ({
  ...{ type: "skip", url, reason, depth: 1, referrer: null },
});

/** A run whose log has told the page `a` and the skip `z`, and whose crawler kept more in two parts of its journal. */
function runWithLosses(workplace: Workplace, summary: SummaryRecord | null = null) {
  const folder = createRunFolder(workplace.base, "run");
  const record = newRecord("run", { urls: [] }, {}, "2026-11-30T00:00:00.000Z", null);
  const journal = new Journal(folder, record, [], systemClock, () => undefined);
  journal.start();
  for (const told of [page("a"), skip("z"), ...(summary === null ? [] : [summary])]) {
    journal.line("crawler", JSON.stringify(told));
  }
  const results = join(folder.path, "results");
  mkdirSync(join(results, "journal"), { recursive: true });
  const parts = [
    [{ records: [page("a"), skip("z"), skip("later"), skip("m", "robotsTxt")] }],
    [{ records: [page("b"), skip("c", "depth")] }, { records: [page("later")] }],
  ];
  for (const [index, findings] of parts.entries()) {
    const lines = findings.map((finding) => `${JSON.stringify(finding)}\n`).join("");
    writeFileSync(join(results, "journal", `00${String(index)}.jsonl`), lines);
  }
  return { folder, results, journal };
}

const summaryOf = (skipped: number): SummaryRecord => ({
  ...{ type: "summary", outcome: "completed", message: "", exitCode: 0, retrieved: 3, failed: 0 },
  ...{ skipped, skips: { outOfScope: skipped }, queued: 0, durationMs: 1 },
  ...{ startedAt: "2026-11-30T00:00:00.000Z", finishedAt: "2026-11-30T00:00:01.000Z" },
});

test("pages and skips that a log lost are told, but no skip of a page that was visited later", async () => {
  await using workplace = new Workplace();
  const { folder, results, journal } = runWithLosses(workplace);
  const missing: string[] = [];
  for await (const record of missingRecords(folder, results)) {
    missing.push(`${record.type} ${record.url}`);
    journal.keptRecord(record);
  }
  expect(missing).toEqual(["page b", "page later", "skip m", "skip c"]);
  expect(journal.record.pages).toMatchObject({
    ...{ retrieved: 3, skipped: 3, skips: { outOfScope: 1, robotsTxt: 1, depth: 1 } },
  });
  journal.finish({ kind: "completed", reason: "" });
  journal.close();
  expect(readFileSync(folder.skips, "utf8")).toBe(
    '{"url":"c","reason":"depth"}\n{"url":"m","reason":"robotsTxt"}\n{"url":"z","reason":"outOfScope"}\n',
  );
});

test("skips that a summary has counted are not counted again", async () => {
  await using workplace = new Workplace();
  const { folder, results, journal } = runWithLosses(workplace, summaryOf(3));
  for await (const record of missingRecords(folder, results)) journal.keptRecord(record);
  journal.close();
  expect(journal.record.pages).toMatchObject({ retrieved: 3, skipped: 3 });
});

test("the files of a run that has ended are completed, once", async () => {
  await using workplace = new Workplace();
  const { folder, results, journal } = runWithLosses(workplace);
  journal.finish({ kind: "completed", reason: "" });
  journal.close();
  expect(await completeRecords(folder, results)).toBe(2);
  expect(await completeRecords(folder, results)).toBe(0);
  expect(jsonLines(folder.pages).map((line) => (line as { url: string }).url)).toEqual([
    ...["a", "b", "later"],
  ]);
  expect(jsonLines(folder.skips).map((line) => (line as { url: string }).url)).toEqual([
    ...["c", "m", "z"],
  ]);
  expect(readRecord(folder).pages).toMatchObject({ retrieved: 3, skipped: 3 });
});
