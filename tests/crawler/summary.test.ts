import { describe, expect, test } from "vitest";
import { crawlerExitCodes } from "../../crawler/src/contract.ts";
import { summaryRecord, type CrawlEnd } from "../../crawler/src/summary.ts";

const counts = { retrieved: 2, failed: 1, skipped: 4, skips: {}, queued: 5 };
const none = { retrieved: 0, failed: 0, skipped: 0, skips: {}, queued: 0 };

test("a crawl that is done and retrieved something has completed", () => {
  expect(summaryRecord("done", counts, Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 1) + 1500)).toEqual({
    type: "summary",
    outcome: "completed",
    message: "The crawl completed.",
    exitCode: 0,
    ...counts,
    startedAt: "2026-01-01T00:00:00.000Z",
    finishedAt: "2026-01-01T00:00:01.500Z",
    durationMs: 1500,
  });
});

test.each([
  ["only failures", { ...none, failed: 3 }],
  ["only skips", { ...none, skipped: 3 }],
  ["nothing at all", none],
])("a crawl that is done and has %s to show has failed", (_name, shown) => {
  expect(summaryRecord("done", shown, 0, 1)).toMatchObject({ outcome: "failed", exitCode: 9 });
});

test("a detail follows the sentence", () => {
  const { message } = summaryRecord("browserUnavailable", none, 0, 1, "No answer.");
  expect(message).toBe("The WebDriver endpoint opened no session. No answer.");
});

describe("whatever was retrieved,", () => {
  const ends = Object.keys(crawlerExitCodes).filter(
    (name): name is Exclude<CrawlEnd, "done"> => name !== "completed" && name !== "failed",
  );
  test.each(ends)("%s has the exit code of the contract and one sentence", (end) => {
    const summary = summaryRecord(end, counts, 0, 1);
    expect(summary).toMatchObject({ outcome: end, exitCode: crawlerExitCodes[end] });
    expect(summary.message).toMatch(/^[A-Z].*\.$/);
  });
});
