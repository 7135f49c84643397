import { expect, test } from "vitest";
import { Lifetime } from "../../infra/lifetime.ts";
import { only, runParts, type Recording } from "./helpers/program.ts";

const type = "pulumi:index:Stash";
const day = 86_400_000;

function run(ttlMs: number | null, output?: string): Promise<Recording> {
  return runParts(
    () => {
      const { createdAt, expiresAt } = new Lifetime("moths", { ttlMs });
      return { createdAt, expiresAt };
    },
    output === undefined ? {} : { outputs: { [type]: { output } } },
  );
}

test("the first up notes its time, to the second", async () => {
  const before = Date.now();
  const recording = await run(day);
  const stash = only(recording, type);
  const input = String(stash.inputs["input"]);
  expect(stash.name).toBe("moths-created-at");
  expect(input).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  expect(Date.parse(input)).toBeGreaterThan(before - 1000);
  expect(Date.parse(input)).toBeLessThanOrEqual(Date.now());
});

test("a later one changes nothing: the time that the state has is the one that counts", async () => {
  const recording = await run(day, "2026-01-01T00:00:00Z");
  expect(only(recording, type).ignoreChanges).toEqual(["input"]);
  expect(recording.outputs).toEqual({
    createdAt: "2026-01-01T00:00:00Z",
    expiresAt: "2026-01-02T00:00:00.000Z",
  });
});

test("another time to live counts from the same beginning", async () => {
  const { outputs } = await run(7 * day, "2026-01-01T00:00:00Z");
  expect(outputs["expiresAt"]).toBe("2026-01-08T00:00:00.000Z");
});

test("never is null", async () => {
  const { outputs } = await run(null, "2026-01-01T00:00:00Z");
  expect(outputs["expiresAt"] ?? null).toBeNull();
});
