import { expect, test } from "vitest";
import { transientStart } from "../../../automation/lifecycle/transient-start.ts";
import { snapshotOf } from "../../helpers/snapshots.ts";

const failed = {
  lastStatus: "STOPPED",
  desiredStatus: "STOPPED",
  stopCode: "TaskFailedToStart",
} as const;

test.each([
  "Timeout waiting for network interface provisioning to complete.",
  "Timeout waiting for EphemeralStorage provisioning to complete.",
  "Unexpected EC2 error while attempting to Create Network Interface in subnet 'subnet-1': AuthFailure",
  "Task provisioning failed.",
  "CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: httpReadSeeker: unexpected EOF",
])("a task that did not start may be replaced: %s", (stoppedReason) => {
  const cause = transientStart(snapshotOf({ ...failed, stoppedReason }), "crawler");
  expect(cause).toEqual({ reason: stoppedReason, noCapacity: false });
});

test("capacity that is not there, or was taken back, is told from the rest", () => {
  const stoppedReason = "Capacity is unavailable at this time.";
  expect(transientStart(snapshotOf({ ...failed, stoppedReason }), "crawler")).toMatchObject({
    noCapacity: true,
  });
  const spot = snapshotOf({ ...failed, stopCode: "SpotInterruption" });
  expect(transientStart(spot, "crawler")).toEqual({ reason: "SpotInterruption", noCapacity: true });
});

test.each([
  ["CannotPullContainerError: pull access denied", {}],
  ["CannotPullContainerError: dial tcp 54.198.86.24:443: i/o timeout", {}],
  ["ResourceInitializationError: unable to pull secrets", {}],
  ["Task provisioning failed.", { stopCode: "UserInitiated" }],
  ["Task provisioning failed.", { lastStatus: "DEPROVISIONING" }],
  ["Task provisioning failed.", { startedAt: "2026-11-24T12:00:00.000Z" }],
  [
    "Task provisioning failed.",
    { containers: [{ name: "crawler", lastStatus: "STOPPED", exitCode: 0 }] },
  ],
])("no other task takes its place: %s %j", (stoppedReason, changes) => {
  const task = snapshotOf({ ...failed, stoppedReason, ...changes });
  expect(transientStart(task, "crawler")).toBeNull();
});

test("another container may have run: its work is not the user's", () => {
  const task = snapshotOf({
    ...failed,
    stopCode: "SpotInterruption",
    containers: [
      { name: "selenium", lastStatus: "STOPPED", exitCode: 143 },
      { name: "crawler", lastStatus: "STOPPED" },
    ],
  });
  expect(transientStart(task, "crawler")).not.toBeNull();
});
