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
  ["https://example.com/%61%2d%7E?%71=%c3%a9", "https://example.com/a-~?q=%C3%A9"],
  ["https://example.com/a%2fb%3f?c=%26%25", "https://example.com/a%2Fb%3F?c=%26%25"],
  ["https://example.com/100%?%zz", "https://example.com/100%?%zz"],
  ["https://example.com/%2561/%2e%2E/b", "https://example.com/b"],
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
