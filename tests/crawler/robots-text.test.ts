import { expect, test } from "vitest";
import { namedSitemaps, productToken } from "../../crawler/src/robots-text.ts";

test.each([
  ["mayfly", "mayfly"],
  ["Bot/1.0 (+https://a.org)", "bot"],
  ["Mozilla/5.0 (compatible; My-Bot/2.1; +https://a.org)", "my-bot"],
  ["Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0", "mozilla"],
])("rules for %s are looked up by %s", (agent, token) => {
  expect(productToken(agent)).toBe(token);
});

test("sitemaps are named anywhere, absolute or not, each once", () => {
  const text = [
    "Sitemap: https://cdn.org/map.xml",
    "User-agent: other",
    "Disallow: /",
    "SITEMAP : /maps/a.xml # the first",
    "  sitemap:b.xml?c=1&d",
    "Sitemap: /maps/a.xml",
    "Sitemap:",
    "Sitemap: http://",
    "Sitemap: ftp://a.org/map.xml",
    "Not a sitemap: /c.xml",
    "# Sitemap: /d.xml",
  ].join("\r\n");
  expect(namedSitemaps(text, "https://a.org/robots.txt")).toEqual([
    "https://cdn.org/map.xml",
    "https://a.org/maps/a.xml",
    "https://a.org/b.xml?c=1&d",
  ]);
});
