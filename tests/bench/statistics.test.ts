import { expect, test } from "vitest";
import { median, seeded, share, worst } from "./statistics.ts";

test("the median is the middle, or halfway between the two in the middle", () => {
  expect(median([30, 1, 2])).toBe(2);
  expect(median([4, 1, 30, 2])).toBe(3);
  expect(median([])).toBeUndefined();
});

test("the worst of nothing is nothing, and nothing is wholly there", () => {
  expect(worst([3, 9, 1])).toBe(9);
  expect(worst([])).toBeUndefined();
  expect(share(0, 0)).toBe(1);
  expect(share(3, 4)).toBe(0.75);
});

test("the same seed gives the same numbers from 0 to 1", () => {
  const [one, other] = [seeded(7), seeded(7)];
  const numbers = Array.from({ length: 1000 }, one);
  expect(Array.from({ length: 1000 }, other)).toEqual(numbers);
  expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
  expect(median(numbers)).toBeCloseTo(0.5, 1);
});
