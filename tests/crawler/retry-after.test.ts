import { expect, test } from "vitest";
import { retryAfterMs } from "../../crawler/src/retry-after.ts";

const nowMs = Date.UTC(1994, 10, 6, 8, 49, 7);

test.each<[string | null, number | null]>([
  ["120", 120_000],
  [" 0 ", 0],
  ["Sun, 06 Nov 1994 08:49:37 GMT", 30_000],
  ["Sunday, 06-Nov-94 08:49:37 GMT", 30_000],
  ["Sun Nov  6 08:49:37 1994", 30_000],
  ["Sun, 06 Nov 1994 08:00:00 GMT", 0],
  ["-5", null],
  ["1.5", null],
  ["soon", null],
  ["Sunny 5", null],
  ["", null],
  [null, null],
])("Retry-After %j is %j ms", (header, expected) => {
  expect(retryAfterMs(header, null, nowMs)).toBe(expected);
});

test("a date counts from the answer's own, whatever the time is here", () => {
  const due = "Sun, 06 Nov 1994 08:49:37 GMT";
  expect(retryAfterMs(due, "Sun, 06 Nov 1994 08:49:27 GMT", 0)).toBe(10_000);
  expect(retryAfterMs(due, "no date", nowMs)).toBe(30_000);
});
