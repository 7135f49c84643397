import type { Ledger, Provenance } from "./ledger.ts";
import { stateIndex, taskStates, type TaskState } from "./task-snapshot.ts";

/** One of the eight states in a task's life. */
export interface StateSpan {
  readonly state: TaskState;
  /** How it is known; null while the task has not come to it. */
  readonly source: Provenance | null;
  /** ISO 8601 time of its beginning; null where it is not known. */
  readonly at: string | null;
  /** Milliseconds until the next known state; null where either end is not known, and for STOPPED. */
  readonly durationMs: number | null;
}

/** The eight states with their beginnings and durations, from the ledger. */
export function timeline(ledger: Ledger): readonly StateSpan[] {
  const begins = new Map<string, { source: Provenance; at: string }>();
  for (const entry of ledger.entries) {
    if (entry.kind === "task" && !begins.has(entry.to)) {
      begins.set(entry.to, { source: entry.source, at: entry.at });
    }
  }
  const known = taskStates.filter((state) => isKnown(begins.get(state)));
  return taskStates.map((state) => {
    const begin = begins.get(state);
    if (begin === undefined) return { state, source: null, at: null, durationMs: null };
    if (!isKnown(begin)) return { state, source: begin.source, at: null, durationMs: null };
    const next = known[known.indexOf(state) + 1];
    const end = next === undefined ? undefined : begins.get(next)?.at;
    const durationMs =
      end === undefined ? null : Math.max(0, Date.parse(end) - Date.parse(begin.at));
    return { state, source: begin.source, at: begin.at, durationMs };
  });
}

function isKnown(begin: { source: Provenance } | undefined): boolean {
  return begin !== undefined && begin.source !== "skipped";
}

/** The furthest state that the task is known to have reached; null when none is known. */
export function furthestState(ledger: Ledger): TaskState | null {
  const reached = timeline(ledger).filter(
    ({ source, state }) =>
      (source === "observed" || source === "inferred") &&
      stateIndex(state) <= stateIndex("RUNNING"),
  );
  return reached.at(-1)?.state ?? null;
}
