import { expect, test } from "vitest";
import { parseTtl } from "../../../infra/config/ttl.ts";
import {
  isOwnStackName,
  ownStackName,
  ownStackTime,
  ttlFor,
} from "../../../automation/crawl/crawl-stack.ts";
import { checkedStack } from "../../../automation/environment/environment-options.ts";

const now = Date.parse("2026-11-30T04:00:00Z");

test("each run has a stack of its own, whose name is one", () => {
  const ids = ["20261130-031500-3f9c2a", "Nightly_1.2", "x".repeat(36)];
  const names = ids.map((id) => ownStackName("ci", id, now));
  expect(names).toEqual([
    "ci-20261130-031500-3f9c2a",
    expect.stringMatching(/^ci-nightly-1-2-20261130-040000-[0-9a-f]{6}$/),
    expect.stringMatching(/^ci-x{36}-20261130-040000-/),
  ]);
  for (const name of names) {
    expect(checkedStack(name)).toBe(name);
    // A reap forgets it with its settings, and knows its age before anything is in it.
    expect(isOwnStackName(name)).toBe(true);
    expect(ownStackTime(name)).toMatch(/^2026-11-30T0[34]:/);
  }
});

test.each(["", "CI", "1st", "a/b", "a".repeat(21)])("the prefix %j is refused", (prefix) => {
  expect(() => ownStackName(prefix, "one", now)).toThrow(
    `Expected up to 20 small letters, digits and "-", a letter first, for --stack-prefix, but got "${prefix}".`,
  );
});

test("a stack of its own outlives the run's time-out by two hours", () => {
  expect(parseTtl(ttlFor(1800))).toBe(2.5 * 3_600_000);
  expect(parseTtl(ttlFor(0.5))).toBe(121 * 60_000);
  expect(parseTtl(ttlFor(604_800))).toBeGreaterThan(604_800_000);
});
