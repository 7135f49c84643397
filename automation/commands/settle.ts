import { hasOwner } from "../run/owner.ts";
import { readRecord, type RunRecord } from "../run/record.ts";
import type { RunFolder } from "../run/run-folder.ts";
import { resumeRun } from "../run/start-run.ts";

/**
 * The record of a run. When the process that conducted it died and left it unfinished, it is brought to its end first:
 * a task of the local target never outlives its conductor for long. A task on Fargate does, so its record is taken as it
 * is; `mayfly attach` goes on with it.
 */
export async function settledRecord(folder: RunFolder): Promise<RunRecord> {
  const isLocal = readRecord(folder).stackOutputs === null;
  const run = !isLocal || hasOwner(folder) ? null : resumeRun(folder);
  await run?.finished;
  return readRecord(folder);
}
