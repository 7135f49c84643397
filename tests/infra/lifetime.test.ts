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

/** A time as the state keeps it, so long before now. */
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString().replace(/\.\d+/, "");

test("one soon after changes nothing: the time that the state has is the one that counts", async () => {
  const createdAt = ago(day / 5);
  const recording = await run(day, createdAt);
  expect(only(recording, type).ignoreChanges).toEqual(["input"]);
  const expiresAt = new Date(Date.parse(createdAt) + day).toISOString();
  expect(recording.outputs).toEqual({ createdAt, expiresAt });
});

test("a later one extends it, also with another time to live, or where it has expired", async () => {
  const leftMs = async (ttlMs: number, passedMs: number): Promise<number> =>
    Date.parse(String((await run(ttlMs, ago(passedMs))).outputs["expiresAt"])) - Date.now();
  for (const [ttl, passed] of [
    [day, 0.9 * day],
    [7 * day, 6 * day],
    [day, 6 * day],
  ] as const) {
    const left = await leftMs(ttl, passed);
    expect(left).toBeGreaterThan(0.75 * ttl - 60_000);
    expect(left).toBeLessThanOrEqual(ttl);
  }
});

test("never is null", async () => {
  const { outputs } = await run(null, "2026-01-01T00:00:00Z");
  expect(outputs["expiresAt"] ?? null).toBeNull();
});
