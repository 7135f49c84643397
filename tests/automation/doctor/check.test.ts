import { expect, test } from "vitest";
import { makeChecks, ok, type Check, type CheckId } from "../../../automation/doctor/check.ts";
import { isAtLeast } from "../../../automation/doctor/local-checks.ts";

const otherwise = { status: "warning", fix: "Mend it." } as const;
const check = (id: CheckId, look: Check["look"], deadlineMs?: number): Check => ({
  ...{ id, look, otherwise },
  ...(deadlineMs === undefined ? {} : { deadlineMs }),
});
const { signal } = new AbortController();

test("all checks are made, in their order, and one that fails counts as what it says", async () => {
  const checks = makeChecks(
    [
      check("node", () => Promise.resolve(ok("1.0"))),
      check("docker", () => Promise.reject(new Error("not there"))),
    ],
    signal,
  );
  expect(await Promise.all(checks)).toEqual([
    { id: "node", status: "ok", found: "1.0", fix: null },
    { id: "docker", status: "warning", found: "not there", fix: "Mend it." },
  ]);
});

test("a check that never answers holds up no other, and is told to end", async () => {
  const told: AbortSignal[] = [];
  const never: Check["look"] = async (own) => {
    told.push(own);
    return await new Promise(() => undefined);
  };
  const checks = [check("docker", never, 20), check("node", () => Promise.resolve(ok("1.0")))];
  const [late, good] = await Promise.all(makeChecks(checks, signal));
  expect(late).toMatchObject({ status: "warning", found: "no answer within 0.02 seconds" });
  expect(good).toMatchObject({ status: "ok" });
  expect(told[0]?.aborted).toBe(true);
});

test("a signal ends a check that never answers", async () => {
  const ending = new AbortController();
  const [made] = makeChecks([check("docker", () => new Promise(() => undefined))], ending.signal);
  ending.abort(new Error("enough"));
  await expect(made).rejects.toThrow("enough");
});

test.each([
  ["20.12.0", true],
  ["22.0.0", true],
  ["20.11.1", false],
  ["18.20.0", false],
])("version %s is at least 20.12: %s", (version, expected) => {
  expect(isAtLeast(version, [20, 12])).toBe(expected);
});
