import { expect, test } from "vitest";
import { sessionCapabilities } from "../../crawler/src/session-capabilities.ts";

const settings = {
  browserBinary: undefined,
  browserArguments: [],
  userAgent: undefined,
  pageLoadTimeout: 30,
  scriptTimeout: 30,
};
const chromeOptions = (more: object): unknown =>
  sessionCapabilities({ ...settings, ...more })["goog:chromeOptions"];

test("a session returns from a page with its document, and dismisses what the page asks", () => {
  expect(sessionCapabilities(settings)).toMatchObject({
    browserName: "chrome",
    pageLoadStrategy: "eager",
    unhandledPromptBehavior: "dismiss",
    "goog:loggingPrefs": { performance: "ALL" },
  });
});

test("pages open no windows and start no downloads", () => {
  expect(chromeOptions({})).toMatchObject({
    excludeSwitches: ["disable-popup-blocking"],
    prefs: { download_restrictions: 3 },
  });
});

test("a browser and a language are asked for where they are given, and else left to the endpoint", () => {
  const given = chromeOptions({ browserBinary: "/opt/chrome", locale: "de-AT" });
  expect(given).toMatchObject({
    binary: "/opt/chrome",
    prefs: { "intl.accept_languages": "de-AT,de" },
  });
  expect(chromeOptions({})).not.toHaveProperty("binary");
  expect(chromeOptions({})).not.toHaveProperty(["prefs", "intl.accept_languages"]);
});
