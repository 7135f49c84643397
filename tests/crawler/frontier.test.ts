import { expect, test } from "vitest";
import { Frontier, type FrontierEntry } from "../../crawler/src/frontier.ts";

function visit(frontier: Frontier, nowMs = 0): FrontierEntry {
  const step = frontier.next(nowMs);
  if (step.kind !== "visit") throw new Error(`nothing to visit: ${step.kind}`);
  return step.entry;
}

test("URLs are visited in the order in which they were found", () => {
  const frontier = new Frontier();
  frontier.add("a", 0, null);
  frontier.add("b", 0, null);
  expect(visit(frontier).url).toBe("a");
  frontier.add("a1", 1, "a");
  expect(visit(frontier).url).toBe("b");
  frontier.add("b1", 1, "b");
  expect([visit(frontier).url, visit(frontier)]).toEqual([
    "a1",
    { url: "b1", depth: 1, referrer: "b", attempts: 0 },
  ]);
  expect(frontier.next(0)).toEqual({ kind: "done" });
});

test("a URL is seen once", () => {
  const frontier = new Frontier();
  expect([frontier.see("a"), frontier.see("a"), frontier.see("b")]).toEqual([true, false, true]);
});

test("a retry waits for its time while others go on, and the crawl is not done before it", () => {
  const frontier = new Frontier();
  frontier.add("a", 0, null);
  frontier.add("b", 0, null);
  frontier.retry({ ...visit(frontier), attempts: 1 }, 500);
  expect(frontier.size).toBe(2);
  expect(visit(frontier, 100).url).toBe("b");
  expect(frontier.next(100)).toEqual({ kind: "wait", ms: 400 });
  expect(visit(frontier, 500)).toMatchObject({ url: "a", attempts: 1 });
  expect([frontier.size, frontier.next(500)]).toEqual([0, { kind: "done" }]);
});

test("a hundred thousand URLs are no more work each than ten", () => {
  const frontier = new Frontier();
  for (let index = 0; index < 100_000; index += 1) frontier.add(`u${index}`, 0, null);
  for (let index = 0; index < 100_000; index += 1) {
    if (visit(frontier).url !== `u${index}`) throw new Error(`out of order at ${index}`);
  }
  expect(frontier.size).toBe(0);
});
