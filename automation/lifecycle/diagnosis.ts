import type { Outcome, OutcomeKind } from "./outcome.ts";
import type { TaskSnapshot, TaskState } from "./task-snapshot.ts";

/** Why a run did not complete, and what to do. */
export interface Diagnosis {
  /** Stable id of the rule. */
  readonly id: string;
  readonly cause: string;
  readonly fix: string;
  /** Where to read more. */
  readonly link?: string;
}

/** What a rule looks at; a rule without a condition on a field takes any value. */
export interface DiagnosisRule extends Diagnosis {
  readonly outcome?: OutcomeKind;
  readonly stopCode?: string;
  /** Found in the stopped reason or in a container's reason. */
  readonly reason?: RegExp;
  /** Exit code of a container. */
  readonly exit?: { readonly container: string; readonly codes: readonly number[] };
  /** Last known state up to RUNNING. */
  readonly furthest?: TaskState;
}

/** Evidence of one ended run. */
export interface DiagnosisFacts {
  readonly outcome: Outcome;
  readonly snapshot: TaskSnapshot | null;
  readonly furthest: TaskState | null;
}

/** The first rule of the catalogue that fits; null for a completed run and where none fits. */
export function diagnose(
  facts: DiagnosisFacts,
  catalogue: readonly DiagnosisRule[],
): Diagnosis | null {
  if (facts.outcome.kind === "completed") return null;
  const rule = catalogue.find((candidate) => fits(candidate, facts));
  if (rule === undefined) return null;
  const { id, cause, fix, link } = rule;
  return { id, cause, fix, ...(link === undefined ? {} : { link }) };
}

function fits(rule: DiagnosisRule, { outcome, snapshot, furthest }: DiagnosisFacts): boolean {
  const containers = snapshot?.containers ?? [];
  const { exit } = rule;
  const exitCode = containers.find(({ name }) => name === exit?.container)?.exitCode;
  const reasons = [
    outcome.reason,
    snapshot?.stoppedReason ?? "",
    ...containers.map(({ reason }) => reason ?? ""),
  ].join("\n");
  return (
    (rule.outcome === undefined || rule.outcome === outcome.kind) &&
    (rule.stopCode === undefined || rule.stopCode === snapshot?.stopCode) &&
    (rule.reason === undefined || rule.reason.test(reasons)) &&
    (exit === undefined || (exitCode !== undefined && exit.codes.includes(exitCode))) &&
    (rule.furthest === undefined || rule.furthest === furthest)
  );
}
