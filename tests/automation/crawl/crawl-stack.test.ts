import { expect, test } from "vitest";
import { parseTtl } from "../../../infra/config/ttl.ts";
import { ownStackName, ttlFor } from "../../../automation/crawl/crawl-stack.ts";
import { checkedStack } from "../../../automation/environment/environment-options.ts";

test("each run has a stack of its own, whose name is one", () => {
  const names = ["20261130-031500-3f9c2a", "Nightly_1.2"].map((id) => ownStackName("ci", id));
  expect(names).toEqual(["ci-20261130-031500-3f9c2a", "ci-nightly-1-2"]);
  for (const name of names) expect(checkedStack(name)).toBe(name);
});

test.each(["", "CI", "1st", "a/b", "a".repeat(21)])("the prefix %j is refused", (prefix) => {
  expect(() => ownStackName(prefix, "one")).toThrow(
    `Expected up to 20 small letters, digits and "-", a letter first, for --stack-prefix, but got "${prefix}".`,
  );
});

test("a stack of its own outlives the run's time-out by two hours", () => {
  expect(parseTtl(ttlFor(1800))).toBe(2.5 * 3_600_000);
  expect(parseTtl(ttlFor(0.5))).toBe(121 * 60_000);
  expect(parseTtl(ttlFor(604_800))).toBeGreaterThan(604_800_000);
});
