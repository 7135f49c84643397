import { expect, test } from "vitest";
import { decodeUnreserved, normaliseEscapes } from "../../crawler/src/percent-escapes.ts";

test.each([
  ["/%62%61%7A-%5f%2E", "/baz-_."],
  ["/%2Fa%3F%2a%24", "/%2Fa%3F%2a%24"],
  ["/%e4%zz%", "/%e4%zz%"],
])("%s is the same path as %s", (path, expected) => {
  expect(decodeUnreserved(path)).toBe(expected);
});

test.each([
  ["/%62%61%7A-%5f%2E", "/baz-_."],
  ["/%2fa%3f%c3%a9", "/%2Fa%3F%C3%A9"],
  ["/100%/%zz/%2561", "/100%/%zz/%2561"],
])("%s has one form, %s", (path, expected) => {
  expect(normaliseEscapes(path)).toBe(expected);
});
