import { expect, test } from "vitest";
import { logTime } from "../../crawler/src/output.ts";

test("the time of a line is as Python's logging writes it", () => {
  expect(logTime(new Date(2026, 10, 4, 4, 29, 8, 14))).toBe("2026-11-04 04:29:08,014");
});
