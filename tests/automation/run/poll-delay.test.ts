import { expect, test } from "vitest";
import { pollDelay } from "../../../automation/run/poll-delay.ts";
import { snapshotOf } from "../../helpers/snapshots.ts";

const pace = { fastMs: 1000, slowMs: 10_000 };

test("looks are slow only while the task runs and is meant to run", () => {
  const delay = (lastStatus: string, desiredStatus = "RUNNING"): number =>
    pollDelay(snapshotOf({ lastStatus, desiredStatus }), pace, 0.5);
  expect(pollDelay(null, pace, 0.5)).toBe(1000);
  expect(delay("PENDING")).toBe(1000);
  expect(delay("RUNNING")).toBe(10_000);
  expect(delay("RUNNING", "STOPPED")).toBe(1000);
  expect(delay("DEPROVISIONING", "STOPPED")).toBe(1000);
});

test("looks are spread by a fifth either way", () => {
  expect(pollDelay(null, pace, 0)).toBeCloseTo(800);
  expect(pollDelay(null, pace, 1)).toBeCloseTo(1200);
});
