import { expect, test } from "vitest";
import { pollDelays } from "../../../automation/run/poll-delay.ts";
import { snapshotOf } from "../../helpers/snapshots.ts";

const pace = { fastMs: 1000, slowMs: 10_000, logsMs: 2000 };
const running = snapshotOf({ lastStatus: "RUNNING", desiredStatus: "RUNNING" });
const fast = { taskMs: 1000, logsMs: 1000 };

test("looks are slow only while the task runs and is meant to run", () => {
  const delays = (lastStatus: string, desiredStatus: string) =>
    pollDelays(snapshotOf({ lastStatus, desiredStatus }), false, pace, 0.5);
  expect(pollDelays(null, false, pace, 0.5)).toEqual(fast);
  expect(delays("PENDING", "RUNNING")).toEqual(fast);
  expect(delays("RUNNING", "STOPPED")).toEqual(fast);
  expect(delays("STOPPING", "STOPPED")).toEqual(fast);
  expect(delays("RUNNING", "RUNNING")).toEqual({ taskMs: 10_000, logsMs: 2000 });
});

test("looks are fast again once the crawler has said its last word", () => {
  expect(pollDelays(running, true, pace, 0.5)).toEqual(fast);
});

test("logs are looked at as often as the task where nothing else is said", () => {
  const { logsMs: _logsMs, ...plain } = pace;
  expect(pollDelays(running, false, plain, 0.5)).toEqual({ taskMs: 10_000, logsMs: 10_000 });
});

test("looks are spread by a fifth either way", () => {
  expect(pollDelays(null, false, pace, 0).taskMs).toBeCloseTo(800);
  expect(pollDelays(null, false, pace, 1).taskMs).toBeCloseTo(1200);
});
