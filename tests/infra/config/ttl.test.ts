import { describe, expect, test } from "vitest";
import { expiryOf, parseTtl } from "../../../infra/config/ttl.ts";

const minute = 60_000;

describe("a time to live", () => {
  test.each([
    ["10m", 10 * minute],
    ["90m", 90 * minute],
    ["24h", 24 * 60 * minute],
    ["7d", 7 * 24 * 60 * minute],
    ["365d", 365 * 24 * 60 * minute],
    ["8760h", 365 * 24 * 60 * minute],
  ])("%s is %i ms", (text, ms) => expect(parseTtl(text)).toBe(ms));

  test("never is null", () => expect(parseTtl("never")).toBeNull());

  test.each(["9m", "366d", "8761h", "0h", "24", "h", "1.5h", "-1h", "24 h", "24H", "1w", "", "no"])(
    "%j is none",
    (text) => expect(parseTtl(text)).toBeUndefined(),
  );
});

describe("the time of expiry", () => {
  const createdAt = "2026-02-28T23:30:00Z";
  const after = (minutes: number): number => Date.parse(createdAt) + minutes * minute;

  test("counts from the beginning", () => {
    expect(expiryOf(createdAt, 60 * minute, after(0))).toBe("2026-03-01T00:30:00.000Z");
  });

  test.each([
    [-1, "2026-03-01T00:30:00.000Z"],
    [14.9, "2026-03-01T00:30:00.000Z"],
    [15, "2026-03-01T00:45:00.000Z"],
    [59, "2026-03-01T01:15:00.000Z"],
    [150, "2026-03-01T03:00:00.000Z"],
  ])("an up after %d minutes extends an hour to %s", (minutes, expiresAt) => {
    expect(expiryOf(createdAt, 60 * minute, after(minutes))).toBe(expiresAt);
  });

  test("is null for never", () => expect(expiryOf(createdAt, null, after(90))).toBeNull());
});
