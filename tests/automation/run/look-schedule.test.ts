import { expect, test } from "vitest";
import { LookSchedule } from "../../../automation/run/look-schedule.ts";

const steady = { taskMs: 10_000, logsMs: 2000 };
const fast = { taskMs: 1000, logsMs: 1000 };

test("logs are looked at between two looks at the task, which they do not put off", () => {
  const schedule = new LookSchedule();
  expect(schedule.isDue(0)).toBe(true);
  schedule.looked(0);
  expect(schedule.next(0, steady)).toBe(2000);
  expect(schedule.isDue(2000)).toBe(false);
  expect(schedule.next(9000, { ...steady, taskMs: 12_000 })).toBe(1000);
  expect(schedule.isDue(10_000)).toBe(true);
});

test("the distance between looks at most doubles after something has changed", () => {
  const schedule = new LookSchedule();
  const looks = [0];
  for (let nowMs = 0; nowMs < 30_000;) {
    schedule.looked(nowMs);
    nowMs += schedule.next(nowMs, nowMs === 0 ? fast : { ...steady, logsMs: 60_000 });
    looks.push(nowMs);
  }
  expect(looks).toEqual([0, 1000, 3000, 7000, 15_000, 25_000, 35_000]);
});

test("looks of several tasks fall together, whenever each was taken", () => {
  const aligned = { taskMs: 10_000, logsMs: 60_000, alignedAtMs: 500 };
  for (const nowMs of [501, 4000, 10_499]) {
    const schedule = new LookSchedule();
    schedule.looked(nowMs);
    expect(nowMs + schedule.next(nowMs, aligned)).toBe(10_500);
    schedule.nearer(nowMs, 1000, 500);
    expect(schedule.isDue(10_499)).toBe(nowMs !== 10_499);
  }
});

test("a look at the task comes nearer when the task is about to change, and at once when something happened", () => {
  const schedule = new LookSchedule();
  schedule.looked(0);
  schedule.next(0, steady);
  expect(schedule.next(4000, fast)).toBe(0);
  expect(schedule.isDue(4000)).toBe(true);
  schedule.looked(4000);
  schedule.next(4000, steady);
  schedule.hurry();
  expect(schedule.isDue(4001)).toBe(true);
});
