import { expect, test } from "vitest";
import { emptyLedger, foldSnapshot, type Ledger } from "../../../automation/lifecycle/ledger.ts";
import type {
  ContainerSnapshot,
  TaskSnapshot,
} from "../../../automation/lifecycle/task-snapshot.ts";
import { furthestState, timeline } from "../../../automation/lifecycle/timeline.ts";
import { snapshotOf } from "../../helpers/snapshots.ts";

const at = (seconds: number) => `2026-11-24T12:00:${String(seconds).padStart(2, "0")}.000Z`;

/** A message of EventBridge about that second. */
const event = (seconds: number, changes: Partial<TaskSnapshot>): TaskSnapshot =>
  snapshotOf({ ...changes, by: "event", at: at(seconds) });

/** Folds snapshots, each in its second where it has no time of its own. */
function fold(...snapshots: readonly (readonly [seconds: number, TaskSnapshot])[]): Ledger {
  return snapshots.reduce(
    (ledger, [seconds, snapshot]) => foldSnapshot(ledger, snapshot, at(seconds)).ledger,
    emptyLedger("task-1"),
  );
}

/** What is known once a poller has slept from PROVISIONING to STOPPED. */
const slept = () =>
  fold(
    [0, snapshotOf({ lastStatus: "PROVISIONING", version: 1 })],
    [
      50,
      snapshotOf({
        lastStatus: "STOPPED",
        desiredStatus: "STOPPED",
        version: 6,
        startedAt: at(20),
        stoppingAt: at(40),
      }),
    ],
  );

const sources = (ledger: Ledger) =>
  timeline(ledger).map(
    ({ state, source, at: begin }) => `${state} ${source} ${begin?.slice(17, 19)}`,
  );

const selenium = (changes: Partial<ContainerSnapshot>): readonly ContainerSnapshot[] => [
  { name: "selenium", lastStatus: "RUNNING", ...changes },
];

const healths = ({ entries }: Ledger) =>
  entries.flatMap((entry) => (entry.kind === "container" ? [entry.healthStatus] : []));

test("late events make skipped and inferred states observed, each in its place with its own time", () => {
  const before = slept();
  expect(sources(before).slice(1, 5)).toEqual([
    "PENDING skipped undefined",
    "ACTIVATING skipped undefined",
    "RUNNING inferred 20",
    "DEACTIVATING skipped undefined",
  ]);
  const told = [
    event(41, { lastStatus: "DEACTIVATING", version: 4 }),
    event(5, { lastStatus: "PENDING", version: 2 }),
    event(21, { lastStatus: "RUNNING", version: 3 }),
  ];
  const results = told.map((snapshot) => foldSnapshot(before, snapshot, at(59)).added);
  expect(results.map(([entry]) => entry)).toMatchObject([
    {
      kind: "task",
      from: "RUNNING",
      to: "DEACTIVATING",
      source: "observed",
      at: at(41),
      by: "lateEvent",
    },
    { to: "PENDING", source: "observed", at: at(5) },
    // A time stamp said more exactly when it began.
    { to: "RUNNING", source: "observed", at: at(20) },
  ]);
  const after = told.reduce(
    (ledger, snapshot) => foldSnapshot(ledger, snapshot, at(59)).ledger,
    before,
  );
  expect(sources(after)).toEqual([
    "PROVISIONING observed 00",
    "PENDING observed 05",
    "ACTIVATING skipped undefined",
    "RUNNING observed 20",
    "DEACTIVATING observed 41",
    "STOPPING inferred 40",
    "DEPROVISIONING skipped undefined",
    "STOPPED observed 50",
  ]);
  expect(after.snapshot).toBe(before.snapshot);
});

test("a late event for a run that counted as not started says that the task ran", () => {
  const before = fold(
    [0, snapshotOf({ lastStatus: "PENDING", version: 1 })],
    [9, snapshotOf({ lastStatus: "STOPPED", version: 5 })],
  );
  expect(furthestState(before)).toBe("PENDING");
  const { ledger } = foldSnapshot(before, event(5, { lastStatus: "RUNNING", version: 2 }), at(9));
  expect(furthestState(ledger)).toBe("RUNNING");
});

test("an event that comes twice, or says what a look has said, changes nothing", () => {
  const running = event(20, { lastStatus: "RUNNING", version: 3, containers: selenium({}) });
  const { ledger } = foldSnapshot(slept(), running, at(51));
  const again = foldSnapshot(ledger, running, at(52));
  expect(again).toEqual({ ledger, added: [] });
  expect(again.ledger).toBe(ledger);
  const stopped = foldSnapshot(ledger, event(49, { lastStatus: "STOPPED", version: 6 }), at(53));
  expect(stopped.added).toEqual([]);
});

test("an event that shows a state from its middle gives way to one from its beginning", () => {
  const fromMiddle = fold(
    [0, snapshotOf({ lastStatus: "PENDING", version: 2 })],
    [0, event(40, { lastStatus: "RUNNING", desiredStatus: "STOPPED", version: 4 })],
  );
  const { ledger, added } = foldSnapshot(
    fromMiddle,
    event(20, { lastStatus: "RUNNING", version: 3 }),
    at(41),
  );
  expect(added).toMatchObject([{ to: "RUNNING", at: at(20), by: "lateEvent" }]);
  expect(ledger.entries.filter(({ kind }) => kind === "task").at(-1)).toMatchObject({ at: at(20) });
});

test("changes that events tell late do not count as unseen any more", () => {
  const unseen = ({ entries }: Ledger) => entries.filter(({ kind }) => kind === "unseen");
  let ledger = slept();
  expect(unseen(ledger)).toMatchObject([{ changes: 4 }]);
  for (const [version, changes] of [
    [3, 3],
    [3, 3],
    [2, 2],
    [5, 1],
  ] as const) {
    ledger = foldSnapshot(ledger, event(20, { lastStatus: "RUNNING", version }), at(51)).ledger;
    expect(unseen(ledger)).toMatchObject([{ changes }]);
  }
  ledger = foldSnapshot(ledger, event(20, { lastStatus: "RUNNING", version: 4 }), at(51)).ledger;
  expect(unseen(ledger)).toEqual([]);
});

test("health that only events saw is in the ledger, in its order, once", () => {
  let ledger = fold(
    [10, snapshotOf({ version: 3, containers: selenium({ healthStatus: "HEALTHY" }) })],
    [30, snapshotOf({ version: 7, containers: selenium({ healthStatus: "HEALTHY" }) })],
  );
  expect(healths(ledger)).toEqual(["HEALTHY"]);
  const flaps = [
    event(25, { version: 6, containers: selenium({ healthStatus: "UNHEALTHY" }) }),
    event(15, { version: 4, containers: selenium({ healthStatus: "UNHEALTHY" }) }),
    event(20, { version: 5, containers: selenium({ healthStatus: "HEALTHY" }) }),
  ];
  for (const flap of [...flaps, ...flaps]) ledger = foldSnapshot(ledger, flap, at(31)).ledger;
  expect(healths(ledger)).toEqual(["HEALTHY", "UNHEALTHY", "HEALTHY", "UNHEALTHY"]);
});

test("an event of the version that a look has seen does not take a container back", () => {
  const healthy = selenium({ healthStatus: "HEALTHY" });
  const ledger = fold(
    [10, snapshotOf({ version: 3, containers: selenium({ healthStatus: "UNKNOWN" }) })],
    [12, snapshotOf({ version: 3, containers: healthy })],
  );
  const told = foldSnapshot(
    ledger,
    event(9, { version: 3, containers: selenium({ healthStatus: "UNKNOWN" }) }),
    at(13),
  );
  expect(told.added).toEqual([]);
  expect(told.ledger.snapshot?.containers).toEqual(healthy);
});

test("an event that comes in time is a transition like any other, and says who told it", () => {
  const ledger = fold(
    [0, snapshotOf({ lastStatus: "PROVISIONING", version: 1 })],
    [9, event(5, { lastStatus: "PENDING", version: 2 })],
  );
  expect(ledger.entries.at(-1)).toEqual({
    ...{ kind: "task", at: at(5), from: "PROVISIONING", to: "PENDING" },
    ...{ source: "observed", by: "event" },
  });
});
