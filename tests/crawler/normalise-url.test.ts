import { expect, test } from "vitest";
import { normaliseUrl } from "../../crawler/src/normalise-url.ts";

test.each([
  ["HTTP://Example.COM:80/A#part", "http://example.com/A"],
  ["https://example.com:443", "https://example.com/"],
  ["https://example.com/a/", "https://example.com/a/"],
  ["https://example.com/a", "https://example.com/a"],
  ["https://example.com/?b=2&a=1", "https://example.com/?a=1&b=2"],
  ["https://example.com/?a=2&b=0&a=1", "https://example.com/?a=2&a=1&b=0"],
  ["https://example.com/?utm_source=x&q=1&gclid=y&fbclid=z", "https://example.com/?q=1"],
  ["https://example.com/?utm_source=x", "https://example.com/"],
  ["https://example.com/?", "https://example.com/"],
  ["https://user:secret@example.com/", "https://example.com/"],
])("%s is %s", (text, expected) => {
  expect(normaliseUrl(text)).toBe(expected);
});

test.each([
  ["https://example.com/service?wsdl"],
  ["https://example.com/list?C=N;O=D"],
  ["https://example.com/?path=/a/b&q=a%20b"],
])("the query of %s reaches the server as it was written", (text) => {
  expect(normaliseUrl(text)).toBe(text);
});

test("a relative address is taken from its base", () => {
  expect(normaliseUrl("../b?x#y", "https://example.com/a/c/")).toBe("https://example.com/a/b?x");
});

test.each(["mailto:a@b.c", "javascript:void 0", "ftp://example.com/", "data:,x", "http://", "no"])(
  "%s is not for a crawler",
  (text) => {
    expect(normaliseUrl(text)).toBeNull();
  },
);
