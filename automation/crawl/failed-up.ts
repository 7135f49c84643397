import { containerNames } from "../../infra/container-definitions.ts";
import { isoTime, systemClock } from "../clock.ts";
import { crawlerEnvironment } from "../crawler-environment.ts";
import type { RunEvent } from "../events.ts";
import type { Outcome } from "../lifecycle/outcome.ts";
import { Journal } from "../run/journal.ts";
import { newRecord } from "../run/new-record.ts";
import type { RunRecord } from "../run/record.ts";
import { createRunFolder, type RunFolder } from "../run/run-folder.ts";
import type { RunOptions } from "../run/run-options.ts";

/** The record of a crawl whose environment did not come up: a run that had no task. */
export function recordWithoutTask(
  base: string,
  runId: string,
  options: RunOptions,
  outcome: Outcome,
  tell: (event: RunEvent) => void,
): { readonly folder: RunFolder; readonly record: RunRecord } {
  const folder = createRunFolder(base, runId);
  const now = isoTime(systemClock.now());
  const record = newRecord(runId, options, crawlerEnvironment(options), now, null);
  const onFargate = { ...record, target: "fargate" };
  const journal = new Journal(folder, onFargate, Object.values(containerNames), systemClock, tell);
  try {
    journal.start();
    journal.finish(outcome);
  } finally {
    journal.close();
  }
  return { folder, record: journal.record };
}
