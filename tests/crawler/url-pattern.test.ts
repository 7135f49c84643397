import { describe, expect, test } from "vitest";
import { urlMatcher } from "../../crawler/src/url-pattern.ts";

describe("globs:", () => {
  test.each<[glob: string, url: string, matches: boolean]>([
    ["/docs/**", "https://a.org/docs/", true],
    ["/docs/**", "https://a.org/docs/x/y.html?z=1", true],
    ["/docs/**", "https://a.org/docs/.hidden", true],
    ["/docs/**", "https://a.org/docsx", false],
    ["/docs/*", "https://a.org/docs/x", true],
    ["/docs/*", "https://a.org/docs/x/y", false],
    ["/**/*.pdf", "https://a.org/x/y.pdf", true],
    ["/**/*.pdf", "https://a.org/y.pdf", true],
    ["/list?page=*", "https://a.org/list?page=7", true],
    ["/list?page=*", "https://a.org/listXpage=7", false],
    ["/{a,b}/*", "https://a.org/b/x", true],
    ["https://a.org/**", "https://a.org/x/y", true],
    ["https://a.org/**", "https://b.org/x/y", false],
    ["https://*.a.org/**", "https://www.a.org/x", true],
    ["https://*.a.org/**", "https://www.b.org/x.a.org/", false],
    ["**/login", "https://a.org/x/login", true],
    ["/*/", "https://a.org//", false],
    ["/docs/*", "https://a.org/docs/", false],
    ["/*.pdf", "https://a.org/.pdf", true],
    ["/a.b+c$", "https://a.org/a.b+c$", true],
    ["/x[ab]", "https://a.org/xb", true],
    ["/x{1..3}", "https://a.org/x2", true],
    ["!/docs/**", "https://a.org/docs/x", false],
    ["!/docs/**", "https://a.org/blog/x", true],
  ])("%s against %s: %s", (glob, url, matches) => {
    expect(urlMatcher(glob)(url)).toBe(matches);
  });
});

describe("regular expressions:", () => {
  test.each<[pattern: string, url: string, matches: boolean]>([
    ["re:/docs/\\d+$", "https://a.org/docs/12", true],
    ["re:/docs/\\d+$", "https://a.org/docs/12/x", false],
    ["re:^https://[^/]+/$", "https://a.org/", true],
    ["re:(?i)\\.PDF", "https://a.org/x.pdf?y", true],
    ["re:[?&]sort=", "https://a.org/?a=1&sort=up", true],
  ])("%s against %s: %s", (pattern, url, matches) => {
    expect(urlMatcher(pattern)(url)).toBe(matches);
  });

  test.each([
    "re:",
    "re:(",
    "re:[",
    "re:a(?=b)",
    "re:(a)\\1",
    "re:a{2000}",
    `/${"a".repeat(2000)}`,
  ])("%s is none", (pattern) => {
    expect(() => urlMatcher(pattern)).toThrow(/^[^:`]+$|^something after re:$/);
  });
});

// A backtracking matcher would need longer than the universe is old for either.
test.each(["re:^https://a.org/(a+)+$", "/*a*a*a*a*a*a*a*a*a*b", "/**/a/**/a/**/a/**/a/**/b"])(
  "the URL of a page cannot make %s run for ever",
  (pattern) => {
    const matches = urlMatcher(pattern);
    expect(matches(`https://a.org/${"a".repeat(20_000)}!`)).toBe(false);
    expect(matches(`https://a.org/${"a/".repeat(10_000)}!`)).toBe(false);
  },
);
