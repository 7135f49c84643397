import { expect, test } from "vitest";
import { groupRunIds } from "../../../automation/run/group-ids.ts";

test("ids of a group begin with its own and sort by their place", () => {
  expect(groupRunIds("crawl", 3)).toEqual(["crawl-1", "crawl-2", "crawl-3"]);
  const many = groupRunIds("crawl", 100);
  expect(many[0]).toBe("crawl-001");
  expect(many.toSorted()).toEqual(many);
});

test.each([0, -1, 1.5, 101, Number.NaN])("%s tasks are refused", (count) => {
  expect(() => groupRunIds("crawl", count)).toThrow(
    `Expected a whole number from 1 to 100 for --count, but got ${String(count)}.`,
  );
});

test("an id that leaves no room for the place is refused", () => {
  expect(groupRunIds("a".repeat(33), 10)).toHaveLength(10);
  expect(() => groupRunIds("a".repeat(34), 10)).toThrow(/at most 33 characters/);
});
