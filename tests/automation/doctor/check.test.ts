import { expect, test } from "vitest";
import { makeChecks, ok, type Check } from "../../../automation/doctor/check.ts";
import { isAtLeast } from "../../../automation/doctor/local-checks.ts";
import { violations } from "../../helpers/schemas.ts";

const otherwise = { status: "warning", fix: "Mend it." } as const;
const check = (id: string, look: Check["look"]): Check => ({ id, look, otherwise });

test("all checks are made, in their order, and one that fails counts as what it says", async () => {
  const checks = await makeChecks([
    check("good", () => Promise.resolve(ok("1.0"))),
    check("bad", () => Promise.reject(new Error("not there"))),
  ]);
  expect(checks).toEqual([
    { id: "good", status: "ok", found: "1.0", fix: null },
    { id: "bad", status: "warning", found: "not there", fix: "Mend it." },
  ]);
  expect(violations("doctor", { checks })).toEqual([]);
});

test("a check that never answers holds up no other, and is told to end", async () => {
  const told: AbortSignal[] = [];
  const never = check("never", async (signal) => {
    told.push(signal);
    return await new Promise(() => undefined);
  });
  const [late, good] = await makeChecks(
    [never, check("good", () => Promise.resolve(ok("1.0")))],
    20,
  );
  expect(late).toMatchObject({ status: "warning", found: "no answer within 0.02 seconds" });
  expect(good).toMatchObject({ status: "ok" });
  expect(told[0]?.aborted).toBe(true);
});

test.each([
  ["20.12.0", true],
  ["22.0.0", true],
  ["20.11.1", false],
  ["18.20.0", false],
])("version %s is at least 20.12: %s", (version, expected) => {
  expect(isAtLeast(version, [20, 12])).toBe(expected);
});
