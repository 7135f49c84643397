import { isoTime, systemClock } from "../clock.ts";
import type { GroupFinishedEvent } from "../events.ts";
import { groupExitCode } from "../outcome-exit-code.ts";
import type { RunRecord } from "./record.ts";

/**
 * The last event of a group, with those of its runs that have ended. `exitCode` is given where the command ends with another
 * code than the runs have, because they were left.
 */
export function groupFinished(
  groupId: string,
  records: readonly RunRecord[],
  exitCode?: number,
): GroupFinishedEvent {
  const runs = records.flatMap(({ runId, outcome, exitCode: ofRun }) =>
    outcome === null || ofRun === null ? [] : [{ runId, outcome: outcome.kind, exitCode: ofRun }],
  );
  return {
    ...{ type: "group.finished", at: isoTime(systemClock.now()), runId: groupId },
    ...{ exitCode: exitCode ?? groupExitCode(runs.map((run) => run.exitCode)), runs },
  };
}
