import { messageOf } from "../errors.ts";
import { withDeadline } from "../targets/fargate/call-deadline.ts";
import { fetchRun, resultsFolder } from "./fetch-run.ts";
import type { Journal } from "./journal.ts";
import { missingRecords } from "./kept-pages.ts";
import type { RunRecord } from "./record.ts";

/** Milliseconds in which what a run kept must have been fetched: a crawl with pictures of its pages has much. */
const harvestMs = 600_000;

/** Beginning of the warning that what a run kept is nowhere but in its bucket. */
const unfetched = "What the crawl kept could not be fetched: ";

/** Whether what a run kept is nowhere but in its bucket, since it could not be fetched. */
export function isUnfetched({ warnings }: Pick<RunRecord, "warnings">): boolean {
  return warnings.some((warning) => warning.startsWith(unfetched));
}

/**
 * At the end of a run on Fargate: fetches what its crawler kept into the run folder, and tells the pages and skips that its log lost.
 * What cannot be fetched is warned of, and changes nothing of the verdict.
 */
export async function harvest(journal: Journal, signal: AbortSignal): Promise<void> {
  const { folder, record } = journal;
  if (record.stackOutputs === null || !journal.ran) return;
  try {
    const to = resultsFolder(folder);
    await withDeadline(harvestMs, signal, async (within) => {
      if ((await fetchRun(record, to, within)) === null) return;
      for await (const record of missingRecords(folder, to)) journal.keptRecord(record);
    });
  } catch (error) {
    if (signal.aborted) return;
    journal.warn(`${unfetched}${messageOf(error)} \`mayfly results ${folder.runId}\` tries again.`);
  }
}
