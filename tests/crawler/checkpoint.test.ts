import { expect, test } from "vitest";
import {
  checkpointLines,
  noProgress,
  readCheckpoint,
  replay,
  type Progress,
} from "../../crawler/src/checkpoint.ts";
import type { Finding } from "../../crawler/src/finding.ts";
import { packLines, unpackLines } from "../../crawler/src/pack-lines.ts";

const entry = (url: string, depth = 1) => ({ url, depth, referrer: null, attempts: 0 });
const skip = (url: string) =>
  ({ type: "skip", url, reason: "outOfScope", depth: 1, referrer: null }) as const;

async function replayed(findings: readonly Finding[], from = noProgress()): Promise<Progress> {
  return await replay(
    from,
    findings.map((finding) => JSON.stringify(finding)),
  );
}

function linesOf(progress: Progress): readonly string[] {
  return [...checkpointLines({ ...progress, urls: progress.known.snapshot([]) })];
}

const pending = ({ known }: Progress) =>
  [...known.pendingNumbers()].map((number) => known.entry(number).url);

const refused = ({ known }: Progress) =>
  [...known.refused()].map(({ entry: { url }, reason, isTold }) => [url, reason, isTold]);

test("what was queued and not done is pending, in the order in which it was found", async () => {
  const progress = await replayed([
    { queued: [entry("a", 0)] },
    { done: "a", queued: [entry("b"), entry("c")], records: [skip("x")] },
    { done: "b", queued: [entry("d", 2)], documents: ["b"] },
  ]);
  expect(pending(progress)).toEqual(["c", "d"]);
  expect(["a", "b", "c", "x", "d", "e"].map((url) => progress.known.has(url))).toEqual([
    ...[true, true, true, true, true, false],
  ]);
  expect([progress.known.hasDocument("b"), progress.known.hasDocument("a")]).toEqual([true, false]);
  expect([progress.lines, progress.counts.skips]).toEqual([3, { outOfScope: 1 }]);
});

const findings: readonly Finding[] = [
  { queued: [entry("a", 0), entry("z", 3)], roots: ["r"] },
  {
    done: "a",
    queued: [{ ...entry("b"), referrer: "a", hops: 2, priority: 0.8 }],
    documents: ["a"],
    left: [
      { ...entry("n"), reason: "nofollow" },
      { ...entry("deep", 4), reason: "depth" },
    ],
    records: [skip("x"), skip("y")],
  },
  { done: "b", queued: [entry("z", 2), entry("y"), entry("deep", 2)], documents: ["b"] },
];

test("a checkpoint and the lines after it are as good as all lines", async () => {
  const whole = await replayed(findings);
  for (const count of [0, 1, 2, 3]) {
    const packed = await packLines(linesOf(await replayed(findings.slice(0, count))));
    const half = await readCheckpoint(unpackLines(packed));
    const rest = await replayed(findings.slice(count), half ?? undefined);
    expect(linesOf(rest)).toEqual(linesOf(whole));
  }
});

test("what was left, or told as a skip, and is queued later is pending with its shortest way", async () => {
  const progress = await replayed(findings);
  expect(pending(progress)).toEqual(["z", "deep", "y"]);
  expect(refused(progress)).toEqual([
    ["n", "nofollow", false],
    ["x", "outOfScope", true],
  ]);
  expect(progress.counts.skips).toEqual({ outOfScope: 1 });
  expect(progress.known.entry(progress.known.numberOf("z")).depth).toBe(2);
});

test("a URL keeps its way, hops and priority", async () => {
  const progress = await replayed(findings.slice(0, 2));
  const read = await readCheckpoint(linesOf(progress));
  expect(read?.known.entry(read.known.numberOf("b"))).toEqual({
    ...{ url: "b", depth: 1, referrer: "a", attempts: 0, hops: 2, priority: 0.8 },
  });
  expect([read?.lines, [...(read?.roots ?? [])]]).toEqual([2, ["r"]]);
});

test("a line that is no finding counts, and changes nothing", async () => {
  const progress = await replay(noProgress(), ["{", "[]", "null", "7"]);
  expect(linesOf(progress)).toEqual(linesOf({ ...noProgress(), lines: 4 }));
});

test("documents of pages in flight are in no checkpoint", async () => {
  const progress = await replayed(findings);
  const urls = progress.known.snapshot(["b"]);
  const read = await readCheckpoint(checkpointLines({ ...progress, urls }));
  expect(["a", "b"].map((url) => read?.known.hasDocument(url))).toEqual([true, false]);
});

test("what changes while a checkpoint is written is not in it", async () => {
  const progress = await replayed(findings);
  const expected = linesOf(progress);
  const lines = checkpointLines({ ...progress, urls: progress.known.snapshot([]) });
  const [head, ...urls] = expected;
  expect(lines.next().value).toBe(head);
  progress.known.addPending(entry("later"));
  progress.known.finish("z");
  expect([...lines]).toEqual(urls);
});

test.each([
  [],
  [""],
  ["{"],
  ["null"],
  ['{"version":1,"lines":7,"frontier":{}}'],
  ['{"version":2,"lines":1,"roots":[]}', '["a",1]'],
  ['{"version":2,"lines":1,"roots":[]}', '["a",', '"end"'],
])("no checkpoint is in %j", async (...lines) => {
  expect(await readCheckpoint(lines)).toBeNull();
});

test("no checkpoint is in what is no gzip, or is cut off", async () => {
  const packed = await packLines(linesOf(await replayed(findings)));
  for (const bytes of [Buffer.from("{}"), Buffer.alloc(0), packed.subarray(0, 40)]) {
    expect(await readCheckpoint(unpackLines(bytes))).toBeNull();
  }
});
