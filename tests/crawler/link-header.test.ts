import { expect, test } from "vitest";
import { canonicalLink } from "../../crawler/src/link-header.ts";

const base = "https://a.org/x/y";

test.each<[string, string | null]>([
  ['<https://b.org/z>; rel="canonical"', "https://b.org/z"],
  ["<../z>;rel=canonical", "https://a.org/z"],
  ['</one>; rel=next, </two>; title="a, b; c"; REL="x Canonical"', "https://a.org/two"],
  ["</one>; rel=canonical, </two>; rel=canonical", "https://a.org/one"],
  ["<http://[bad>; rel=canonical, </two>; rel=canonical", "https://a.org/two"],
  ["</one>; rel=next; rel=canonical", null],
  ["</one>; rel=canonical; anchor=/other", null],
  ["</style.css>; rel=preload; as=style", null],
  ["https://b.org/z; rel=canonical", null],
  ["", null],
])("of %j, %j is canonical", (header, expected) => {
  expect(canonicalLink(header, base)).toBe(expected);
});

test("a long header takes no long time", () => {
  const header = "<".repeat(100_000) + "a>" + "; a".repeat(100_000) + " ".repeat(100_000);
  const before = performance.now();
  expect(canonicalLink(header, base)).toBeNull();
  expect(performance.now() - before).toBeLessThan(5000);
});
