import { expect, test } from "vitest";
import { isLoopback, pauseMs } from "../../crawler/src/politeness.ts";

test("a host of others gets a second between pages, this machine none", () => {
  expect(pauseMs("https://example.com/", undefined, 0)).toBe(1000);
  expect(pauseMs("http://127.0.0.1:8080/", undefined, 0)).toBe(0);
});

test("a delay that was asked for holds everywhere", () => {
  expect(pauseMs("http://localhost/", 2.5, 0)).toBe(2500);
  expect(pauseMs("https://example.com/", 0, 0)).toBe(0);
});

test("Crawl-delay is the least pause, up to a minute", () => {
  expect(pauseMs("https://example.com/", 0, 7)).toBe(7000);
  expect(pauseMs("https://example.com/", 9, 7)).toBe(9000);
  expect(pauseMs("https://example.com/", 0, 600)).toBe(60_000);
});

test.each<[string, boolean]>([
  ["localhost", true],
  ["web.localhost", true],
  ["127.9.9.9", true],
  ["[::1]", true],
  ["example.com", false],
  ["127.0.0.1.example.com", false],
  ["10.0.0.1", false],
])("%s is this machine: %s", (hostname, expected) => {
  expect(isLoopback(hostname)).toBe(expected);
});
