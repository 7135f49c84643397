import { expect, test } from "vitest";
import type { PageErrorCode } from "../../crawler/src/contract.ts";
import { backOffMs, isRetryable } from "../../crawler/src/retry.ts";

test.each<[PageErrorCode, number | null, boolean]>([
  ["httpError", 404, false],
  ["httpError", 401, false],
  ["httpError", 501, false],
  ["httpError", 408, true],
  ["httpError", 429, true],
  ["httpError", 500, true],
  ["httpError", 503, true],
  ["network", null, true],
  ["timeout", null, true],
  ["browserCrash", null, true],
  ["webdriver", null, true],
  ["dns", null, true],
  ["tls", null, false],
  ["redirectLoop", null, false],
  ["blockedByBrowser", null, false],
  ["privateAddress", null, false],
  ["proxy", null, true],
])(
  "whether %s with status %s is tried again after the first attempt: %s",
  (code, status, again) => {
    expect(isRetryable(code, status, 1, 2)).toBe(again);
  },
);

test("there are as many further attempts as were asked for", () => {
  expect([1, 2, 3].map((attempts) => isRetryable("network", null, attempts, 2))).toEqual([
    true,
    true,
    false,
  ]);
  expect(isRetryable("network", null, 1, 0)).toBe(false);
});

test("a name that does not resolve is tried twice at most", () => {
  expect(isRetryable("dns", null, 2, 5)).toBe(false);
});

test("the back-off doubles from half a second to thirty, give or take 30 percent", () => {
  expect([1, 2, 3, 7, 20].map((attempts) => backOffMs(attempts, 0.5))).toEqual([
    500, 1000, 2000, 30_000, 30_000,
  ]);
  expect(backOffMs(1, 0)).toBeCloseTo(350);
  expect(backOffMs(1, 1)).toBeCloseTo(650);
});
