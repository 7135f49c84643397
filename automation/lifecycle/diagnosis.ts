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

/**
 * What a rule looks at; a rule without a condition on a field takes any value, and a list takes any of its members. In
 * `fix`, `RUN` stands for the id of the run.
 */
export interface DiagnosisRule extends Diagnosis {
  /** What holds in place of cause, fix and link where the task is not on Fargate; the link goes, unless there is another. */
  readonly elsewhere?: Partial<Omit<Diagnosis, "id">>;
  readonly target?: readonly string[];
  readonly outcome?: readonly OutcomeKind[];
  readonly stopCode?: readonly string[];
  /** Found in the outcome's reason, the stopped reason or a container's reason. */
  readonly reason?: RegExp;
  /** Exit codes by container; null is a container that has none. Each container that is named must fit. */
  readonly exits?: Readonly<Record<string, readonly (number | null)[]>>;
  /** Health by container, as it was seen last. */
  readonly health?: Readonly<Record<string, readonly string[]>>;
  /** Last known state up to RUNNING; null where none is known. */
  readonly furthest?: readonly (TaskState | null)[];
  /** Found where `reason` looks, or in one of the last lines of the logs. */
  readonly said?: RegExp;
}

/** Evidence of one ended run. */
export interface DiagnosisFacts {
  /** Where the task ran: `local`, `docker` or `fargate`. */
  readonly target: string;
  readonly outcome: Outcome;
  readonly snapshot: TaskSnapshot | null;
  readonly furthest: TaskState | null;
  /** The last lines of the containers' logs, and what the crawler's summary says. Default: none. */
  readonly lastLines?: readonly string[];
}

/**
 * The first rule of the catalogue that fits. Where none does, a diagnosis with id `unknown` carries the target's own
 * words; null for a completed run, and for one that somebody stopped where no rule has more to say.
 */
export function diagnose(
  facts: DiagnosisFacts,
  catalogue: readonly DiagnosisRule[],
): Diagnosis | null {
  const { outcome } = facts;
  if (outcome.kind === "completed") return null;
  const rule = catalogue.find((candidate) => fits(candidate, facts));
  if (rule === undefined) return outcome.kind === "stopped" ? null : unknown(facts);
  return adviceOf(rule, facts.target);
}

/** What a rule says of a task on a target. */
export function adviceOf(
  { id, cause, fix, link, elsewhere }: DiagnosisRule,
  target: string,
): Diagnosis {
  if (target !== "fargate" && elsewhere !== undefined) return { id, cause, fix, ...elsewhere };
  return { id, cause, fix, ...(link === undefined ? {} : { link }) };
}

function fits(rule: DiagnosisRule, facts: DiagnosisFacts): boolean {
  const { outcome, snapshot, furthest, lastLines = [] } = facts;
  const containers = snapshot?.containers ?? [];
  const containersFit = <T>(
    wanted: Readonly<Record<string, readonly T[]>> | undefined,
    actual: (container: TaskSnapshot["containers"][number] | undefined) => T,
  ): boolean =>
    Object.entries(wanted ?? {}).every(([name, values]) =>
      values.includes(actual(containers.find((container) => container.name === name))),
    );
  return (
    oneOf(rule.target, facts.target) &&
    oneOf(rule.outcome, outcome.kind) &&
    oneOf(rule.stopCode, snapshot?.stopCode) &&
    oneOf(rule.furthest, furthest) &&
    (rule.reason === undefined || rule.reason.test(words(facts).join("\n"))) &&
    containersFit(rule.exits, (container) => container?.exitCode ?? null) &&
    containersFit(rule.health, (container) => container?.healthStatus ?? "") &&
    (rule.said === undefined || rule.said.test([...words(facts), ...lastLines].join("\n")))
  );
}

function oneOf(wanted: readonly unknown[] | undefined, actual: unknown): boolean {
  return wanted === undefined || wanted.includes(actual);
}

/** What was said of the end, each once. */
function words({ outcome, snapshot }: DiagnosisFacts): readonly string[] {
  const all = [
    outcome.reason,
    snapshot?.stoppedReason,
    ...(snapshot?.containers ?? []).map(({ reason }) => reason),
  ];
  return [...new Set(all.filter((text) => text !== undefined && text !== ""))] as string[];
}

function unknown(facts: DiagnosisFacts): Diagnosis {
  const { stopCode } = facts.snapshot ?? {};
  const id = "unknown";
  const cause = `Mayfly knows no cause with these words: "${words(facts).join('"; "')}"${stopCode === undefined ? "" : ` (stop code ${stopCode})`}.`;
  if (facts.target !== "fargate") {
    return { id, cause, fix: "Read `mayfly logs RUN`; its last lines say most, as a rule." };
  }
  return {
    ...{ id, cause },
    fix: "Read `mayfly logs RUN`, and look the words up in the list of stopped-task errors.",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html",
  };
}
