import { diagnosisCatalogue } from "../lifecycle/diagnosis-catalogue.ts";
import { diagnose } from "../lifecycle/diagnosis.ts";
import type { Outcome } from "../lifecycle/outcome.ts";
import type { TaskState } from "../lifecycle/task-snapshot.ts";
import { outcomeExitCode } from "../outcome-exit-code.ts";
import type { RunRecord } from "./record.ts";
import { runCost } from "./run-cost.ts";

/** What the verdict changes in the record of a run. */
export function endOfRun(
  record: RunRecord,
  outcome: Outcome,
  furthest: TaskState | null,
  finishedAt: string,
  lastLines: readonly string[] = [],
): Pick<RunRecord, "status" | "outcome" | "exitCode" | "diagnosis" | "cost" | "finishedAt"> {
  const facts = { target: record.target, outcome, snapshot: record.task, furthest, lastLines };
  return {
    status: "finished",
    outcome,
    exitCode: outcomeExitCode(outcome),
    diagnosis: diagnose(facts, diagnosisCatalogue),
    cost: runCost(record, finishedAt),
    finishedAt,
  };
}
