import { expect, test } from "vitest";
import { isLoopback, Politeness } from "../../crawler/src/politeness.ts";

function pauseMs(delay: number | undefined, url: string, crawlDelay = 0): number {
  const politeness = new Politeness(delay);
  politeness.visited(url, crawlDelay, 1000);
  return politeness.waitMs(url, 1000);
}

test("a host of others gets a second between pages, this machine none", () => {
  expect(pauseMs(undefined, "https://example.com/")).toBe(1000);
  expect(pauseMs(undefined, "http://127.0.0.1:8080/")).toBe(0);
});

test("a delay that was asked for holds everywhere", () => {
  expect(pauseMs(2.5, "http://localhost/")).toBe(2500);
  expect(pauseMs(0, "https://example.com/")).toBe(0);
});

test("Crawl-delay is the least pause, up to a minute", () => {
  expect(pauseMs(0, "https://example.com/", 7)).toBe(7000);
  expect(pauseMs(9, "https://example.com/", 7)).toBe(9000);
  expect(pauseMs(0, "https://example.com/", 600)).toBe(60_000);
});

test("the pause is counted for each host, and time that went by counts", () => {
  const politeness = new Politeness(1);
  politeness.visited("https://a.org/1", 0, 0);
  expect(politeness.waitMs("https://b.org/", 0)).toBe(0);
  expect(politeness.waitMs("https://a.org/2", 400)).toBe(600);
  expect(politeness.waitMs("https://a.org/2", 5000)).toBe(0);
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
