import { expect, test } from "vitest";
import { misspeltNames } from "../../crawler/src/misspelt-names.ts";

test.each([
  ["MAYFLY_MAX_PAGE", "MAYFLY_MAX_PAGES"],
  ["MAYFLY_URL", "MAYFLY_URLS"],
  ["MAYFLY_USERAGENT", "MAYFLY_USER_AGENT"],
  ["mayfly_delay", "MAYFLY_DELAY"],
  ["SELENIUM_URI", "SELENIUM_URL"],
])("%s was meant to be %s", (name, meant) => {
  expect(misspeltNames({ [name]: "1" })).toEqual([{ name, meant }]);
});

test("what may have been meant can be said, and is no misspelling itself", () => {
  const environment = { MAYFLY_STAK: "x", MAYFLY_STACK: "x", MAYFLY_URL: "x", MAYFLY_URLS: "x" };
  expect(misspeltNames(environment, ["MAYFLY_STACK"])).toEqual([
    { name: "MAYFLY_STAK", meant: "MAYFLY_STACK" },
  ]);
});

test("a right name, a name of something else and a strange one are none of it", () => {
  const environment = { MAYFLY_URLS: "x", PATH: "x", URLS: "x", MAYFLY_TEST_REPORT: "x" };
  expect(misspeltNames(environment)).toEqual([]);
});
