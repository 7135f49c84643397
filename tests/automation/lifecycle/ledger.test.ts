import { expect, test } from "vitest";
import {
  emptyLedger,
  foldSnapshot,
  type Ledger,
  type LedgerEntry,
} from "../../../automation/lifecycle/ledger.ts";
import { taskStates, type TaskSnapshot } from "../../../automation/lifecycle/task-snapshot.ts";
import { furthestState, timeline } from "../../../automation/lifecycle/timeline.ts";
import { snapshotOf } from "../../helpers/snapshots.ts";

const noon = "2026-11-24T12:00:00.000Z";

function fold(snapshots: readonly TaskSnapshot[]): Ledger {
  return snapshots.reduce(
    (ledger, snapshot) => foldSnapshot(ledger, snapshot, noon).ledger,
    emptyLedger("task-1"),
  );
}

function transitions({ entries }: { readonly entries: readonly LedgerEntry[] }): string[] {
  return entries.flatMap((entry) =>
    entry.kind === "task" ? [`${entry.from ?? "-"}>${entry.to} ${entry.source}`] : [],
  );
}

test("eight snapshots in a row are eight observed transitions", () => {
  const ledger = fold(
    taskStates.map((lastStatus, index) => snapshotOf({ lastStatus, version: index + 1 })),
  );
  expect(transitions(ledger)).toEqual([
    "->PROVISIONING observed",
    "PROVISIONING>PENDING observed",
    "PENDING>ACTIVATING observed",
    "ACTIVATING>RUNNING observed",
    "RUNNING>DEACTIVATING observed",
    "DEACTIVATING>STOPPING observed",
    "STOPPING>DEPROVISIONING observed",
    "DEPROVISIONING>STOPPED observed",
  ]);
});

test("a state that the poller slept through is inferred where a time stamp proves it, else skipped", () => {
  const ledger = fold([
    snapshotOf({ lastStatus: "PROVISIONING", version: 1 }),
    snapshotOf({
      lastStatus: "STOPPED",
      version: 6,
      connectivityAt: "2026-11-24T12:00:05.000Z",
      pullStartedAt: "2026-11-24T12:00:10.000Z",
      startedAt: "2026-11-24T12:00:20.000Z",
      stoppingAt: "2026-11-24T12:01:00.000Z",
      executionStoppedAt: "2026-11-24T12:01:10.000Z",
    }),
  ]);
  expect(transitions(ledger)).toEqual([
    "->PROVISIONING observed",
    "PROVISIONING>PENDING inferred",
    "PENDING>ACTIVATING inferred",
    "ACTIVATING>RUNNING inferred",
    "RUNNING>DEACTIVATING skipped",
    "DEACTIVATING>STOPPING inferred",
    "STOPPING>DEPROVISIONING inferred",
    "DEPROVISIONING>STOPPED observed",
  ]);
  expect(timeline(ledger).map(({ durationMs }) => durationMs)).toEqual([
    5000,
    5000,
    10_000,
    40_000,
    null,
    10_000,
    0,
    null,
  ]);
});

test("a task that never ran is not said to have reached RUNNING", () => {
  const ledger = fold([
    snapshotOf({ lastStatus: "PENDING", version: 1 }),
    snapshotOf({ lastStatus: "STOPPED", version: 2, stopCode: "TaskFailedToStart" }),
  ]);
  expect(furthestState(ledger)).toBe("PENDING");
  expect(transitions(ledger)).toContain("ACTIVATING>RUNNING skipped");
});

test("the desired status is an entry of its own, before the last status that follows from it", () => {
  const ledger = fold([
    snapshotOf({ lastStatus: "RUNNING", version: 1 }),
    snapshotOf({
      lastStatus: "DEACTIVATING",
      desiredStatus: "STOPPED",
      version: 2,
      stopCode: "UserInitiated",
      stoppedReason: "enough",
    }),
  ]);
  const kinds = ledger.entries.map((entry) => entry.kind);
  expect(kinds.lastIndexOf("desired")).toBeLessThan(kinds.lastIndexOf("task"));
  expect(ledger.entries.filter(({ kind }) => kind === "desired").at(-1)).toMatchObject({
    from: "RUNNING",
    to: "STOPPED",
    stopCode: "UserInitiated",
    stoppedReason: "enough",
  });
});

test("a jump of the version is told as changes that were not seen", () => {
  const first = fold([snapshotOf({ lastStatus: "RUNNING", version: 3 })]);
  const { added } = foldSnapshot(first, snapshotOf({ lastStatus: "STOPPED", version: 6 }), noon);
  expect(added).toContainEqual({ kind: "unseen", at: noon, changes: 2, after: 3 });
});

test("an answer older than what is known changes nothing", () => {
  const ledger = fold([snapshotOf({ lastStatus: "RUNNING", version: 3 })]);
  const late = foldSnapshot(ledger, snapshotOf({ lastStatus: "PENDING", version: 2 }), noon);
  const lagging = foldSnapshot(ledger, snapshotOf({ lastStatus: "PENDING", version: 3 }), noon);
  expect(late.added).toEqual([]);
  expect(lagging.added).toEqual([]);
  expect(late.ledger).toBe(ledger);
});

test("a status that Mayfly does not know is carried as it came", () => {
  const ledger = fold([
    snapshotOf({ lastStatus: "RUNNING", version: 1 }),
    snapshotOf({ lastStatus: "HIBERNATING", version: 2 }),
  ]);
  expect(transitions(ledger).at(-1)).toBe("RUNNING>HIBERNATING observed");
});

test("a container's status, health and exit code are entries when they change, and only then", () => {
  const selenium = { name: "selenium", lastStatus: "RUNNING", healthStatus: "UNKNOWN" };
  const healthy = { ...selenium, healthStatus: "HEALTHY" };
  const ended = { ...healthy, lastStatus: "STOPPED", exitCode: 143 };
  const ledger = fold([
    snapshotOf({ version: 1, containers: [selenium] }),
    snapshotOf({ version: 2, containers: [selenium] }),
    snapshotOf({ version: 3, containers: [healthy] }),
    snapshotOf({ version: 4, containers: [ended] }),
  ]);
  const seen = ledger.entries.flatMap((entry) =>
    entry.kind === "container" ? [[entry.lastStatus, entry.healthStatus, entry.exitCode]] : [],
  );
  expect(seen).toEqual([
    ["RUNNING", "UNKNOWN", null],
    ["RUNNING", "HEALTHY", null],
    ["STOPPED", "HEALTHY", 143],
  ]);
});
