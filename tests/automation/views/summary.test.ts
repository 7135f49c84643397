import { expect, test } from "vitest";
import type { RunRecord } from "../../../automation/run/record.ts";
import { plainPalette } from "../../../automation/views/palette.ts";
import { summaryText } from "../../../automation/views/summary.ts";

const counts = { retrieved: 0, failed: 0, skipped: 0, skips: {}, queued: 0 };

function pagesLine(retrieved: number, before: number): string | undefined {
  const record = {
    outcome: { kind: "completed", reason: "The crawler container exited with code 0." },
    diagnosis: null,
    pages: { ...counts, retrieved },
    summary: { ...counts, retrieved: retrieved + before, durationMs: 2000 },
    ...{ resumes: null, states: [], cost: null, exitCode: 0, runId: "r", task: null },
  } as unknown as RunRecord;
  const lines = summaryText(record, "/runs/r", plainPalette).split("\n");
  return lines.find((line) => line.includes("pages"));
}

test("a crawl that went on from results tells how many pages they had", () => {
  expect(pagesLine(0, 4)).toMatch(/ 0 pages retrieved, .*, after 4 pages that its results had/);
  expect(pagesLine(4, 0)).toMatch(/ 4 pages retrieved, .* in 2\.0 s \(2\.0 pages\/s\)$/);
});
