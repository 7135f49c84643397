import { expect, test } from "vitest";
import { isThrottling, Throttling } from "../../crawler/src/throttling.ts";

const page = "https://a.org/1";

test("429 and 503 are of the host, other statuses of the page", () => {
  expect([429, 503, 500, 404, 200, null].map(isThrottling)).toEqual([
    ...[true, true],
    ...[false, false, false, false],
  ]);
});

test("a host is left alone for as long as it says, up to ten minutes", () => {
  const throttling = new Throttling();
  expect(throttling.throttled(page, 429, 600_000, 0, 0.5)).toEqual({ kind: "wait", ms: 600_000 });
  expect(throttling.isClosed(page, 0)).toBe(false);
  expect(throttling.throttled(page, 429, 600_001, 0, 0.5)).toEqual({
    kind: "closed",
    message: "HTTP status 429, Retry-After 601 s, and 600 s is the longest that is waited",
  });
});

test("a host that does not say is left alone for twice as long each time, until it gives a page", () => {
  const throttling = new Throttling();
  const next = (url: string) => throttling.throttled(url, 503, null, 0, 0.5);
  expect([next(page), next("https://a.org/2"), next("https://b.org/")]).toEqual([
    { kind: "wait", ms: 500 },
    { kind: "wait", ms: 1000 },
    { kind: "wait", ms: 500 },
  ]);
  throttling.answered("https://a.org/3");
  expect(next(page)).toEqual({ kind: "wait", ms: 500 });
});

test("a host that asked for too long is closed until then, and no other host is", () => {
  const throttling = new Throttling();
  throttling.throttled(page, 503, 3_600_000, 1000, 0.5);
  expect(throttling.isClosed("https://a.org/2", 3_600_999)).toBe(true);
  expect(throttling.isClosed("https://a.org/2", 3_601_000)).toBe(false);
  expect(throttling.isClosed("https://b.org/", 1000)).toBe(false);
});
