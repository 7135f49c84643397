import { expect, test } from "vitest";
import {
  emptyCheckpoint,
  parseCheckpoint,
  replay,
  type Checkpoint,
} from "../../crawler/src/checkpoint.ts";
import type { Finding } from "../../crawler/src/finding.ts";

const entry = (url: string, depth = 1) => ({ url, depth, referrer: null, attempts: 0 });
const skip = (url: string) =>
  ({ type: "skip", url, reason: "outOfScope", depth: 1, referrer: null }) as const;

async function replayed(findings: readonly Finding[], from: Checkpoint = emptyCheckpoint) {
  const seen: string[] = [];
  const lines = findings.map((finding) => JSON.stringify(finding));
  const checkpoint = await replay(from, lines, (url) => seen.push(url));
  return { checkpoint, seen, pending: checkpoint.frontier.pending.map(({ url }) => url) };
}

test("what was queued and not done is pending, in the order in which it was found", async () => {
  const { pending, seen, checkpoint } = await replayed([
    { queued: [entry("a", 0)] },
    { done: "a", queued: [entry("b"), entry("c")], records: [skip("x")] },
    { done: "b", queued: [entry("d", 2)] },
  ]);
  expect(pending).toEqual(["c", "d"]);
  expect(seen).toEqual(["a", "b", "c", "x", "d"]);
  expect([checkpoint.lines, checkpoint.counts.skipped]).toEqual([3, 1]);
});

test("a checkpoint and the lines after it are as good as all lines", async () => {
  const findings: readonly Finding[] = [
    { queued: [entry("a", 0)], roots: ["r"] },
    { done: "a", queued: [entry("b")], documents: ["a"], notFollowed: [entry("n")] },
    { done: "b", documents: ["b"], records: [skip("x")] },
  ];
  const whole = await replayed(findings);
  const half = await replayed(findings.slice(0, 2));
  const rest = await replayed(findings.slice(2), parseCheckpoint(JSON.stringify(half.checkpoint)));
  expect(rest.checkpoint).toEqual(whole.checkpoint);
  expect([...half.seen, ...rest.seen]).toEqual(whole.seen);
});

test("a line that is no finding counts, and changes nothing", async () => {
  const checkpoint = await replay(emptyCheckpoint, ["{", "[]", "null", "7"], () => undefined);
  expect(checkpoint).toEqual({ ...emptyCheckpoint, lines: 4 });
});

test.each(["", "{", "null", '{"version": 2}'])("no checkpoint is in %j", (text) => {
  expect(parseCheckpoint(text)).toEqual(emptyCheckpoint);
});
