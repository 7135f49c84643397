import { diagnosisCatalogue } from "../lifecycle/diagnosis-catalogue.ts";
import { diagnose } from "../lifecycle/diagnosis.ts";
import type { Outcome } from "../lifecycle/outcome.ts";
import type { TaskState } from "../lifecycle/task-snapshot.ts";
import { outcomeExitCode } from "../outcome-exit-code.ts";
import type { RunRecord } from "./record.ts";

/** What the verdict changes in the record of a run. */
export function endOfRun(
  { task }: RunRecord,
  outcome: Outcome,
  furthest: TaskState | null,
  finishedAt: string,
): Pick<RunRecord, "status" | "outcome" | "exitCode" | "diagnosis" | "finishedAt"> {
  return {
    status: "finished",
    outcome,
    exitCode: outcomeExitCode(outcome),
    diagnosis: diagnose({ outcome, snapshot: task, furthest }, diagnosisCatalogue),
    finishedAt,
  };
}
