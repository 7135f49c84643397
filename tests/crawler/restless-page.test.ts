import { expect, test } from "vitest";
import type { BrowserSession } from "../../crawler/src/browser-session.ts";
import { DialogsError, readRestless, RestlessPageError } from "../../crawler/src/restless-page.ts";
import { readingOf } from "./helpers/fakes.ts";

const reading = readingOf("http://a.org/");

function named(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}

/** A session whose page can be read once `error` was thrown so many times. */
function throwing(error: Error, times: number): BrowserSession {
  let left = times;
  return {
    id: "one",
    open: () => Promise.resolve(),
    hurry: () => Promise.resolve(),
    log: () => Promise.resolve(null),
    read: () => ((left -= 1) < 0 ? Promise.resolve(reading) : Promise.reject(error)),
    currentUrl: () => Promise.resolve("about:blank"),
    quit: () => Promise.resolve(),
  };
}

const moved = named(
  "TimeoutError",
  "timeout\n  from no such execution context\n  (Session info: chrome=156.0.8078.108)",
);
const dialog = named("UnexpectedAlertOpenError", "unexpected alert open: {Alert text : 1}");

test.each([
  ["that moved on while it was read, which chromedriver calls a time-out,", moved, 1],
  ["that shows fifty dialogs", dialog, 50],
])("a page %s is read all the same", async (_, error, times) => {
  expect(await readRestless(throwing(error, times), "mark")).toBe(reading);
});

test("a page that never stands still, and one whose dialogs never end, are told as that", async () => {
  await expect(readRestless(throwing(moved, Infinity), "mark")).rejects.toThrow(RestlessPageError);
  await expect(readRestless(throwing(dialog, Infinity), "mark")).rejects.toThrow(DialogsError);
});

test("a page that lets no script run is a time-out", async () => {
  const late = named("TimeoutError", "timeout\n  from timed out receiving message from renderer");
  await expect(readRestless(throwing(late, 1), "mark")).rejects.toThrow(late);
});
