import { expect, test } from "vitest";
import { headerDirectives, metaDirectives } from "../../crawler/src/robots-directives.ts";

const agent = "Mozilla/5.0 (compatible; Bot/1.0)";

function words(directives: { readonly noindex: boolean; readonly nofollow: boolean }): string {
  return Object.entries(directives)
    .filter(([, is]) => is)
    .map(([name]) => name)
    .join(" ");
}

test.each<[string, string, string]>([
  ["robots", "noindex", "noindex"],
  ["ROBOTS", " NoFollow ,archive", "nofollow"],
  ["robots", "none", "noindex nofollow"],
  ["robots", "index, follow", ""],
  ["robots", "nofollowing", ""],
  ["mayfly", "nofollow", "nofollow"],
  ["bot", "noindex", "noindex"],
  ["googlebot", "none", ""],
  ["description", "none", ""],
])("a meta element %s with %j asks for %j", (name, content, expected) => {
  expect(words(metaDirectives([{ name, content }], agent))).toBe(expected);
});

test("of several meta elements each counts", () => {
  const metas = [
    { name: "robots", content: "noindex, follow" },
    { name: "mayfly", content: "nofollow, index" },
  ];
  expect(words(metaDirectives(metas, undefined))).toBe("noindex nofollow");
  expect(words(metaDirectives([], undefined))).toBe("");
});

test.each<[string | null, string]>([
  ["noindex", "noindex"],
  ["noarchive, NONE", "noindex nofollow"],
  ["mayfly: noindex", "noindex"],
  ["bot: nofollow, noindex", "noindex nofollow"],
  ["googlebot: noindex, nofollow", ""],
  ["googlebot: noindex, mayfly: nofollow", "nofollow"],
  ["unavailable_after: 25 Jun 2030 15:00:00 GMT, noindex", "noindex"],
  ["googlebot: nofollow\nnoindex", "noindex"],
  ["noindex\ngooglebot: nofollow", "noindex"],
  ["bot: nofollow\ngooglebot: noindex", "nofollow"],
  ["", ""],
  [null, ""],
])("X-Robots-Tag %j asks for %j", (header, expected) => {
  expect(words(headerDirectives(header, agent))).toBe(expected);
});
