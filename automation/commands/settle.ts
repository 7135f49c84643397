import { messageOf } from "../errors.ts";
import { glance } from "../run/glance.ts";
import { hasOwner } from "../run/owner.ts";
import { readRecord, type RunRecord } from "../run/record.ts";
import type { RunFolder } from "../run/run-folder.ts";
import { resumeRun } from "../run/start-run.ts";

/** Milliseconds in which ECS must have answered. */
const glanceMs = 30_000;

/**
 * The record of a run. When the process that conducted it died and left it unfinished, it is brought to its end first:
 * a task of the local target never outlives its conductor for long. A task on Fargate does: it is looked at once, and
 * `mayfly attach` goes on with it. `tell` hears why the record is older than that, where ECS cannot be asked.
 */
export async function settledRecord(
  folder: RunFolder,
  tell: (message: string) => void,
): Promise<RunRecord> {
  const { stackOutputs, status } = readRecord(folder);
  if (status === "running" && !hasOwner(folder)) {
    const goesOn = stackOutputs !== null && (await stillGoesOn(folder, tell));
    if (!goesOn) await resumeRun(folder)?.finished;
  }
  return readRecord(folder);
}

async function stillGoesOn(folder: RunFolder, tell: (message: string) => void): Promise<boolean> {
  try {
    return await glance(folder, AbortSignal.timeout(glanceMs));
  } catch (error) {
    tell(`${folder.runId} is as it was seen last: ${messageOf(error)}`);
    return true;
  }
}
