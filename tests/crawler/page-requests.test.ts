import { expect, test } from "vitest";
import { GivenRequests } from "../../crawler/src/given-requests.ts";
import { matchesWildcard, pageRequests } from "../../crawler/src/page-requests.ts";

const given = new GivenRequests({
  ...{ urls: ["https://a.org/"], sitemaps: [], scope: "same-hostname" },
  ...{ header: [], cookie: [], basicAuth: undefined },
});

test.each([
  ["*", "", true],
  ["a*c", "abc", true],
  ["a*c", "abcd", false],
  ["a*b*b", "ab", false],
  ["*a*a*", "aa", true],
  ["ab*ba", "aba", false],
  ["a?c", "abc", false],
  ["https://a.org/", "https://a.org/x", false],
])("%j %j: %s", (pattern, text, expected) => {
  expect(matchesWildcard(pattern, text)).toBe(expected);
});

test("without a wish no request is looked at", () => {
  expect(pageRequests(given, { block: [], blockUrl: [] })).toBeNull();
});

test("a page is loaded, whatever is blocked", () => {
  const rules = pageRequests(given, { block: ["image"], blockUrl: ["https://a.org/*?x"] });
  const url = "https://a.org/a?x";
  expect(rules?.decide({ url, type: "Document", isPage: true })).toEqual({});
  expect(rules?.decide({ url, type: "Document", isPage: false })).toBeNull();
  expect(rules?.decide({ url: "https://b.org/", type: "Image", isPage: false })).toBeNull();
  expect(rules?.patterns).toEqual([
    { urlPattern: String.raw`https://a.org/*\?x` },
    { resourceType: "Image" },
  ]);
});
