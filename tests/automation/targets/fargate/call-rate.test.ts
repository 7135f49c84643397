import { expect, test } from "vitest";
import { CallRate } from "../../../../automation/targets/fargate/call-rate.ts";
import { fakeClock, signal } from "./fakes.ts";

test("the first call goes at once, and those after it one by one", async () => {
  const clock = fakeClock();
  const rate = new CallRate(clock, 10);
  await rate.turn(signal);
  expect(clock.slept).toEqual([]);
  await rate.turn(signal);
  await rate.turn(signal);
  expect(clock.slept).toEqual([100, 100]);
});

test("time in which nothing is asked saves up no calls", async () => {
  const clock = fakeClock();
  const rate = new CallRate(clock, 10);
  await rate.turn(signal);
  await clock.sleep(60_000);
  await rate.turn(signal);
  await rate.turn(signal);
  expect(clock.slept).toEqual([60_000, 100]);
});
