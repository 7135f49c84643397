import { crawlerExitCodes, type CrawlerExit, type SummaryRecord } from "./contract.ts";
import type { CrawlCounts } from "./crawl-parts.ts";

/** How the crawl itself ended, before its counts are looked at. */
export type CrawlEnd = "done" | Exclude<CrawlerExit, "completed" | "failed">;

const sentences: Readonly<Record<CrawlerExit, string>> = {
  completed: "The crawl completed.",
  outOfSpace: "The disk is full.",
  invalidConfig: "A setting cannot be used.",
  failed: "Not one page could be retrieved.",
  browserCrashed: "The browser was lost and could not be replaced.",
  interrupted: "The crawl was stopped by a signal.",
  forced: "The crawl was stopped by a second signal.",
  sizeLimit: "The crawl reached its size limit.",
  timeLimit: "The crawl reached its time limit.",
  fatal: "The crawler failed.",
  browserUnavailable: "The WebDriver endpoint opened no session.",
};

/** The last record. A crawl that did all it could and has nothing to show has failed. */
export function summaryRecord(
  end: CrawlEnd,
  counts: CrawlCounts,
  startedMs: number,
  finishedMs: number,
  detail?: string,
): SummaryRecord {
  const outcome: CrawlerExit =
    end === "done" ? (counts.retrieved > 0 ? "completed" : "failed") : end;
  return {
    type: "summary",
    outcome,
    message: detail === undefined ? sentences[outcome] : `${sentences[outcome]} ${detail}`,
    exitCode: crawlerExitCodes[outcome],
    ...counts,
    startedAt: new Date(startedMs).toISOString(),
    finishedAt: new Date(finishedMs).toISOString(),
    durationMs: finishedMs - startedMs,
  };
}
