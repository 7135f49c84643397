import { expect, test } from "vitest";
import { lifespanOf } from "../../../automation/environment/stack-states.ts";
import { parseAge } from "../../../automation/reap/age.ts";
import { isDue } from "../../../automation/reap/is-due.ts";
import { reap, type ReapOptions } from "../../../automation/reap/reap.ts";
import { isOwnStackName, ownStackTime } from "../../../automation/crawl/crawl-stack.ts";
import { environmentsOf } from "../../../automation/reap/tagged-environment.ts";

const now = Date.parse("2026-11-30T12:00:00Z");
const hour = 3_600_000;

test("what has expired is due, and with an age what is older", () => {
  const young = { createdAt: "2026-11-30T11:00:00Z", expiresAt: "2026-12-01T11:00:00Z" };
  expect(isDue(young, null, now)).toBe(false);
  expect(isDue(young, 2 * hour, now)).toBe(false);
  expect(isDue(young, hour, now)).toBe(true);
  expect(isDue({ ...young, expiresAt: "2026-11-30T12:00:00Z" }, null, now)).toBe(true);
  // Found by its tags alone.
  expect(isDue({ createdAt: null, expiresAt: "2026-11-30T11:59:59Z" }, null, now)).toBe(true);
  expect(isDue({ createdAt: null, expiresAt: null }, 0, now)).toBe(false);
});

test("what never expires stays, whatever its age", () => {
  expect(isDue({ createdAt: "2020-01-01T00:00:00Z", expiresAt: "never" }, 0, now)).toBe(false);
});

test("ages are read", () => {
  expect(["0s", "90m", "6h", "2d"].map(parseAge)).toEqual([0, 1.5 * hour, 6 * hour, 48 * hour]);
  expect(() => parseAge("6")).toThrow(
    'Expected an age such as 90m, 6h or 2d for --older-than, but got "6".',
  );
});

test("a state tells when its environment began and ends, also one that is not whole", () => {
  const stash = { type: "pulumi:index:Stash", outputs: { output: "2026-11-30T11:00:00Z" } };
  const cluster = {
    type: "aws:ecs/cluster:Cluster",
    outputs: {
      arn: "arn:aws:ecs:eu-north-1:123456789012:cluster/moths",
      tags: { "mayfly:expires-at": "2026-12-01T11:00:00Z" },
    },
  };
  const unknown = { createdAt: null, expiresAt: null, region: null };
  expect(lifespanOf([], "dev", "2026-11-30T11:30:00Z")).toEqual(unknown);
  expect(lifespanOf([cluster], "dev", undefined).createdAt).toBe(null);
  expect(lifespanOf([cluster], "dev", "2026-11-30T11:30:00Z")).toEqual({
    createdAt: "2026-11-30T11:30:00Z",
    expiresAt: "2026-12-01T11:00:00Z",
    region: "eu-north-1",
  });
  expect(lifespanOf([stash, cluster], "dev", "2026-11-30T11:30:00Z")).toEqual({
    createdAt: "2026-11-30T11:00:00Z",
    expiresAt: "2026-12-01T11:00:00Z",
    region: "eu-north-1",
  });
});

test("a crawl's own stack tells by its name when it was made, though nothing is in it", () => {
  const stack = "ci-nightly-20261130-103000-a1b2";
  expect(lifespanOf([], stack, undefined).createdAt).toBe("2026-11-30T10:30:00Z");
  expect(ownStackTime("dev")).toBe(null);
  expect(ownStackTime("ci-20269930-103000-a1b2")).toBe(null);
  expect([isOwnStackName(stack), isOwnStackName("dev-20261130")]).toEqual([true, false]);
});

test("resources are sorted by environment; others' are left alone", () => {
  const tags = (stack: string) => ({ "mayfly:project": "mayfly", "mayfly:stack": stack });
  const found = environmentsOf([
    { arn: "a", tags: tags("one") },
    { arn: "b", tags: { ...tags("two"), "mayfly:expires-at": "never" } },
    { arn: "c", tags: { ...tags("one"), "mayfly:expires-at": "2026-12-01T00:00:00Z" } },
    { arn: "e", tags: { ...tags("one"), "mayfly:expires-at": "2026-12-01T06:00:00Z" } },
    { arn: "f", tags: { ...tags("one"), "mayfly:created-at": "2026-11-30T00:00:00Z" } },
    { arn: "d", tags: { "mayfly:stack": "one" } },
  ]);
  const [one, two, ...more] = found;
  expect(more).toEqual([]);
  expect(one).toEqual({
    ...{ project: "mayfly", stack: "one", arns: ["a", "c", "e", "f"] },
    createdAt: "2026-11-30T00:00:00Z",
    // The latest of what they say: an up that extends it was cut short.
    expiresAt: "2026-12-01T06:00:00Z",
  });
  expect(two).toMatchObject({ stack: "two", createdAt: null, expiresAt: "never", arns: ["b"] });
});

test.each<readonly [ReapOptions, string]>([
  [{ olderThanMs: -1 }, "Expected milliseconds of 0 or more for olderThanMs, but got -1."],
  [{ olderThanMs: Number.NaN }, "Expected milliseconds of 0 or more for olderThanMs, but got NaN."],
  // As from a variable that is not set: it would be all stacks.
  [{ stackPrefix: "" }, 'for --stack-prefix, but got ""; leave it out for all stacks.'],
  [{ stackPrefix: "a b" }, 'for --stack-prefix, but got "a b"'],
  [{ region: "x y" }, 'Expected a region such as eu-north-1 for --region, but got "x y".'],
])("what would find nothing, or far too much, is refused: %j", async (options, sentence) => {
  await expect(reap(options)).rejects.toMatchObject({
    ...{ code: "usage", exitCode: 2 },
    message: expect.stringContaining(sentence) as string,
  });
});
