import { foldLate } from "./late-evidence.ts";
import { containerEntry, type LedgerEntry } from "./ledger-entry.ts";
import {
  stateIndex,
  taskStates,
  type ContainerSnapshot,
  type TaskSnapshot,
  type TaskState,
  type TaskTimes,
} from "./task-snapshot.ts";

export type { LedgerEntry, Provenance } from "./ledger-entry.ts";

/** Everything known of one task's life. */
export interface Ledger {
  readonly taskId: string;
  readonly snapshot: TaskSnapshot | null;
  readonly entries: readonly LedgerEntry[];
}

/** The ledger of a task that nothing is known of yet. */
export function emptyLedger(taskId: string): Ledger {
  return { taskId, snapshot: null, entries: [] };
}

/**
 * The time stamp that proves that a state was passed. Pulling happens in ACTIVATING
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html); nothing proves
 * DEACTIVATING.
 */
const evidence: Readonly<Record<TaskState, readonly (keyof TaskTimes)[]>> = {
  PROVISIONING: ["createdAt"],
  PENDING: ["connectivityAt", "pullStartedAt"],
  ACTIVATING: ["pullStartedAt"],
  RUNNING: ["startedAt"],
  DEACTIVATING: [],
  STOPPING: ["stoppingAt"],
  DEPROVISIONING: ["executionStoppedAt"],
  STOPPED: ["stoppedAt"],
};

function evidenceOf(state: TaskState, snapshot: TaskSnapshot): string | undefined {
  return evidence[state].map((field) => snapshot[field]).find((time) => time !== undefined);
}

/**
 * A snapshot older than what is known: an answer that came late, or from a replica that lags. An event shows the first moment
 * of its version, so that one of the same version and state has nothing newer to say.
 */
function isStale(previous: TaskSnapshot, next: TaskSnapshot): boolean {
  if (next.version !== previous.version) return next.version < previous.version;
  const index = stateIndex(next.lastStatus);
  if (next.by === "event" && next.lastStatus === previous.lastStatus) return true;
  return index !== -1 && index < stateIndex(previous.lastStatus);
}

/**
 * Folds one snapshot into the ledger; returns the new ledger and the entries that the snapshot added or corrected. An answer
 * that is older than what is known says nothing; an event that is older still says what was missed.
 */
export function foldSnapshot(
  ledger: Ledger,
  snapshot: TaskSnapshot,
  observedAt: string,
): { readonly ledger: Ledger; readonly added: readonly LedgerEntry[] } {
  const previous = ledger.snapshot;
  const at = snapshot.at ?? observedAt;
  if (previous !== null && isStale(previous, snapshot)) {
    return snapshot.by === "event" ? foldLate(ledger, snapshot, at) : { ledger, added: [] };
  }
  const added = [
    ...unseenChanges(previous, snapshot, at),
    ...desiredEntries(previous, snapshot, at),
    ...taskEntries(ledger, snapshot, at),
    ...containerEntries(previous, snapshot, at),
  ];
  return { ledger: { ...ledger, snapshot, entries: [...ledger.entries, ...added] }, added };
}

function unseenChanges(
  previous: TaskSnapshot | null,
  snapshot: TaskSnapshot,
  at: string,
): LedgerEntry[] {
  const changes = snapshot.version - (previous?.version ?? snapshot.version) - 1;
  return changes > 0 ? [{ kind: "unseen", at, changes, after: previous?.version ?? 0 }] : [];
}

function desiredEntries(
  previous: TaskSnapshot | null,
  snapshot: TaskSnapshot,
  at: string,
): LedgerEntry[] {
  if (previous?.desiredStatus === snapshot.desiredStatus) return [];
  return [
    {
      kind: "desired",
      at,
      from: previous?.desiredStatus ?? null,
      to: snapshot.desiredStatus,
      stopCode: snapshot.stopCode ?? null,
      stoppedReason: snapshot.stoppedReason ?? null,
      ...toldBy(snapshot),
    },
  ];
}

function taskEntries(
  { snapshot: previous, entries: before }: Ledger,
  snapshot: TaskSnapshot,
  at: string,
): LedgerEntry[] {
  if (previous?.lastStatus === snapshot.lastStatus) return [];
  const target = stateIndex(snapshot.lastStatus);
  // From the furthest state that was told, since a word that ECS may add one day has no place among them.
  const told = before.flatMap((entry) => (entry.kind === "task" ? [stateIndex(entry.to)] : []));
  const passed = target === -1 ? [] : taskStates.slice(Math.max(-1, ...told) + 1, target);
  const entries: LedgerEntry[] = [];
  let from = previous?.lastStatus ?? null;
  let earliest = before.findLast(({ kind }) => kind === "task")?.at ?? "";
  for (const state of passed) {
    const proof = evidenceOf(state, snapshot);
    // Some times are in whole seconds, and containers stop before STOPPING: no state begins before the one it follows.
    if (proof !== undefined && proof > earliest) earliest = proof;
    entries.push({
      kind: "task",
      at: proof === undefined && at > earliest ? at : earliest,
      from,
      to: state,
      source: proof === undefined ? "skipped" : "inferred",
    });
    from = state;
  }
  const { lastStatus: to } = snapshot;
  const seenAt = at > earliest ? at : earliest;
  entries.push({ kind: "task", at: seenAt, from, to, source: "observed", ...toldBy(snapshot) });
  return entries;
}

function containerEntries(
  previous: TaskSnapshot | null,
  snapshot: TaskSnapshot,
  at: string,
): LedgerEntry[] {
  return snapshot.containers
    .filter((container) => {
      const before = previous?.containers.find(({ name }) => name === container.name);
      return before === undefined || differs(before, container);
    })
    .map((container) => ({ ...containerEntry(container, at), ...toldBy(snapshot) }));
}

function toldBy({ by }: TaskSnapshot): { readonly by?: "event" } {
  return by === undefined ? {} : { by };
}

function differs(before: ContainerSnapshot, after: ContainerSnapshot): boolean {
  return (
    before.lastStatus !== after.lastStatus ||
    before.healthStatus !== after.healthStatus ||
    before.exitCode !== after.exitCode ||
    before.reason !== after.reason
  );
}
