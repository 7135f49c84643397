import { expect, test } from "vitest";
import { settledSkips, skipLine } from "../../../automation/run/skip-lines.ts";

const line = (url: string, reason: "depth" | "excluded" = "depth") => skipLine({ url, reason });

test("lines are sorted by URL, the last of each URL counts, and visited URLs are no skips", () => {
  const lines = [line("c"), line("a"), line("b"), line("a", "excluded"), line("d")];
  expect(settledSkips(lines, new Set(["b", "x"]))).toEqual([
    ...[line("a", "excluded"), line("c"), line("d")],
  ]);
});

test("the order in which they were told changes nothing, and what is no skip stays", () => {
  const lines = [line("b"), line("a"), "{"];
  expect(settledSkips(lines, new Set())).toEqual(settledSkips(lines.toReversed(), new Set()));
  expect(settledSkips(["{"], new Set())).toEqual(["{"]);
});
