import { expect, test } from "vitest";
import { otherWatchers } from "./other-paces.ts";

/** Seconds between the looks of a tool at a task that is PENDING twice and RUNNING from then on. */
function looks(name: string, count: number): readonly number[] {
  const delayAfter = otherWatchers.find((watcher) => watcher.name === name)?.pace();
  return Array.from(
    { length: count },
    (_, look) => (delayAfter?.(look < 2 ? "PENDING" : "RUNNING") ?? NaN) / 1000,
  );
}

test("other tools look as often as their sources say", () => {
  expect(looks("copilot", 4)).toEqual([6, 6, 10, 10]);
  expect(looks("ecspresso", 5)).toEqual([6, 9, 10.5, 10.5, 10.5]);
  expect(looks("JavaScript SDK waiters", 12)).toEqual([
    ...[6, 9, 0],
    ...[6, 9, 15, 27, 51, 99, 195, 600, 600],
  ]);
});
