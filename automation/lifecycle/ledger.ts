import {
  stateIndex,
  taskStates,
  type ContainerSnapshot,
  type TaskSnapshot,
  type TaskState,
  type TaskTimes,
} from "./task-snapshot.ts";

/**
 * How a state is known: it was the last status of a snapshot, a time stamp of the task proves it, or it was passed
 * without a trace. No state is silently absent.
 */
export type Provenance = "observed" | "inferred" | "skipped";

/** One line of the ledger. */
export type LedgerEntry =
  | {
      readonly kind: "task";
      readonly at: string;
      readonly from: string | null;
      readonly to: string;
      readonly source: Provenance;
    }
  | {
      /** The desired status changed: the cause of what the last status shows later. */
      readonly kind: "desired";
      readonly at: string;
      readonly from: string | null;
      readonly to: string;
      readonly stopCode: string | null;
      readonly stoppedReason: string | null;
    }
  | {
      readonly kind: "container";
      readonly at: string;
      readonly container: string;
      readonly lastStatus: string;
      readonly healthStatus: string | null;
      readonly exitCode: number | null;
      readonly reason: string | null;
    }
  | {
      /** The version jumped: so many changes were not seen. */
      readonly kind: "unseen";
      readonly at: string;
      readonly changes: number;
    };

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

/** A snapshot older than what is known: an answer that came late, or from a replica that lags. */
function isStale(previous: TaskSnapshot, next: TaskSnapshot): boolean {
  if (next.version !== previous.version) return next.version < previous.version;
  const index = stateIndex(next.lastStatus);
  return index !== -1 && index < stateIndex(previous.lastStatus);
}

/** Folds one snapshot into the ledger; returns the new ledger and the entries that the snapshot added. */
export function foldSnapshot(
  ledger: Ledger,
  snapshot: TaskSnapshot,
  observedAt: string,
): { readonly ledger: Ledger; readonly added: readonly LedgerEntry[] } {
  const previous = ledger.snapshot;
  if (previous !== null && isStale(previous, snapshot)) return { ledger, added: [] };
  const at = snapshot.at ?? observedAt;
  const added = [
    ...unseenChanges(previous, snapshot, at),
    ...desiredEntries(previous, snapshot, at),
    ...taskEntries(previous, snapshot, at),
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
  return changes > 0 ? [{ kind: "unseen", at, changes }] : [];
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
    },
  ];
}

function taskEntries(
  previous: TaskSnapshot | null,
  snapshot: TaskSnapshot,
  at: string,
): LedgerEntry[] {
  if (previous?.lastStatus === snapshot.lastStatus) return [];
  const target = stateIndex(snapshot.lastStatus);
  const passed =
    target === -1
      ? []
      : taskStates.slice(previous === null ? 0 : stateIndex(previous.lastStatus) + 1, target);
  const entries: LedgerEntry[] = [];
  let from = previous?.lastStatus ?? null;
  for (const state of passed) {
    const proof = evidenceOf(state, snapshot);
    entries.push({
      kind: "task",
      at: proof ?? at,
      from,
      to: state,
      source: proof === undefined ? "skipped" : "inferred",
    });
    from = state;
  }
  entries.push({ kind: "task", at, from, to: snapshot.lastStatus, source: "observed" });
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
    .map((container) => ({
      kind: "container",
      at,
      container: container.name,
      lastStatus: container.lastStatus,
      healthStatus: container.healthStatus ?? null,
      exitCode: container.exitCode ?? null,
      reason: container.reason ?? null,
    }));
}

function differs(before: ContainerSnapshot, after: ContainerSnapshot): boolean {
  return (
    before.lastStatus !== after.lastStatus ||
    before.healthStatus !== after.healthStatus ||
    before.exitCode !== after.exitCode ||
    before.reason !== after.reason
  );
}
