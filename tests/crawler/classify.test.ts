import { describe, expect, test } from "vitest";
import { classify, type Evidence, type Visit } from "../../crawler/src/classify.ts";
import type { PageErrorCode } from "../../crawler/src/contract.ts";
import type { DocumentAnswer } from "../../crawler/src/document-answer.ts";
import { WatchdogError } from "../../crawler/src/errors.ts";
import { RestlessPageError } from "../../crawler/src/restless-page.ts";
import { readingOf } from "./helpers/fakes.ts";

const url = "http://a.org/";

function named(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}

const timeout = named("TimeoutError", "timeout: Timed out receiving message from renderer");
const scriptTimeout = named("ScriptTimeoutError", "script timeout");

function visitOf(evidence: Partial<Evidence>): Visit {
  return classify({
    openError: undefined,
    reading: null,
    readError: undefined,
    log: null,
    ...evidence,
  });
}

describe("a document", () => {
  test("is one when the browser shows a new page", () => {
    const reading = readingOf(url);
    expect(visitOf({ reading })).toEqual({ kind: "document", reading, partial: false });
  });

  test("is partial when the load timed out and the new page is there", () => {
    expect(visitOf({ reading: readingOf(url), openError: timeout })).toMatchObject({
      kind: "document",
      partial: true,
    });
  });

  test("with an error status is an error that keeps what was read", () => {
    const reading = readingOf(url, { status: 404, title: "Gone" });
    expect(visitOf({ reading })).toMatchObject({ code: "httpError", status: 404, reading });
  });

  test("is not the page before, which a download or a 204 leaves in place", () => {
    expect(visitOf({ reading: readingOf(url, { oldMark: "before" }) }).kind).toBe("noDocument");
  });

  test("is not the blank page of a new session", () => {
    expect(visitOf({ reading: readingOf("data:,") }).kind).toBe("noDocument");
    expect(visitOf({ reading: readingOf("about:blank") }).kind).toBe("noDocument");
  });

  test("is not the error page before, either", () => {
    const reading = readingOf("chrome-error://chromewebdata/", {
      oldMark: "before",
      errorCode: "ERR_EMPTY_RESPONSE",
    });
    expect(visitOf({ reading }).kind).toBe("noDocument");
  });
});

describe("what the browser's network told", () => {
  const answer: DocumentAnswer = {
    ...{ url, status: 200, contentType: "text/html", robotsTag: null },
    ...{ canonical: null, retryAfter: null, date: null, brokenBy: null },
  };
  const shown = { asked: answer, isShown: true, shown: answer, documents: 1 };

  test.each([99, 0])("a status that HTTP does not have is an error: %i", (status) => {
    const log = { ...shown, shown: { ...answer, status } };
    expect(visitOf({ reading: readingOf(url, { status }), log })).toMatchObject({
      ...{ kind: "error", code: "httpError", message: `HTTP status ${status}`, status: null },
    });
  });

  test("a browser that tells no status may have a page all the same", () => {
    expect(visitOf({ reading: readingOf(url, { status: 0 }) }).kind).toBe("document");
  });

  test("goes with the visit", () => {
    expect(visitOf({ reading: readingOf(url), log: shown })).toMatchObject({ answer });
    const file = { ...answer, contentType: "application/zip" };
    const log = { asked: file, isShown: false, shown: null, documents: 0 };
    expect(visitOf({ reading: readingOf(url, { oldMark: "before" }), log })).toEqual({
      kind: "noDocument",
      answer: file,
    });
  });

  test.each([
    ["about:blank", readingOf("about:blank")],
    ["blob:", readingOf("blob:http://a.org/1-2")],
    ["a page that was there before", readingOf("http://a.org/b", { oldMark: "before" })],
    ["a page that was there before", readingOf("http://a.org/b", { wentBack: true })],
  ])("tells a page that moved on to %s from one that was no document", (place, reading) => {
    expect(visitOf({ reading, log: shown })).toMatchObject({
      code: "movedAway",
      message: `the page moved on to ${place}`,
      reading: null,
    });
  });

  test("tells a page that moves on again and again", () => {
    const visit = visitOf({ reading: readingOf(url), log: { ...shown, documents: 21 } });
    expect(visit).toMatchObject({ code: "redirectLoop", poisoned: true });
    const readError = new RestlessPageError("the page moves on");
    expect(visitOf({ readError })).toMatchObject({ code: "redirectLoop", poisoned: true });
  });

  test("makes a document partial whose body broke off", () => {
    const partial = (brokenBy: string | null) => {
      const log = { ...shown, shown: { ...answer, brokenBy } };
      const visit = visitOf({ reading: readingOf(url), log });
      return visit.kind === "document" && visit.partial;
    };
    expect(partial("ERR_CONTENT_LENGTH_MISMATCH")).toBe(true);
    // A page may end its own loading.
    expect([partial(null), partial("ERR_ABORTED")]).toEqual([false, false]);
  });
});

test("no response within the time is a time-out, and never the page before", () => {
  const reading = readingOf(url, { oldMark: "before" });
  expect(visitOf({ reading, openError: timeout })).toMatchObject({
    code: "timeout",
    reading: null,
    poisoned: false,
  });
});

describe("the browser's error page", () => {
  test.each<[string, PageErrorCode]>([
    ["ERR_EMPTY_RESPONSE", "network"],
    ["ERR_CONNECTION_RESET", "network"],
    ["ERR_TOO_MANY_REDIRECTS", "redirectLoop"],
    ["ERR_UNSAFE_PORT", "blockedByBrowser"],
    ["ERR_CERT_AUTHORITY_INVALID", "tls"],
    ["ERR_CONNECTION_TIMED_OUT", "timeout"],
  ])("%s is %s", (errorCode, code) => {
    const reading = readingOf("chrome-error://chromewebdata/", { errorCode, status: 0 });
    expect(visitOf({ reading })).toMatchObject({ code, reading: null, message: errorCode });
  });

  test("for an HTTP status without a body is that status", () => {
    const reading = readingOf("chrome-error://chromewebdata/", {
      errorCode: "ERR_HTTP_RESPONSE_CODE_FAILURE",
      status: 401,
    });
    expect(visitOf({ reading })).toMatchObject({ code: "httpError", status: 401 });
  });
});

test.each<[string, PageErrorCode]>([
  ["unknown error: net::ERR_NAME_NOT_RESOLVED", "dns"],
  ["unknown error: net::ERR_SSL_PROTOCOL_ERROR", "tls"],
  ["unknown error: net::ERR_CONNECTION_REFUSED", "network"],
  ["unknown error: net::ERR_INTERNET_DISCONNECTED", "network"],
])("%s is %s", (message, code) => {
  const openError = named("WebDriverError", message);
  expect(visitOf({ openError, reading: readingOf(url, { oldMark: "before" }) })).toMatchObject({
    code,
    poisoned: false,
  });
});

describe("the session must be replaced", () => {
  test.each<[string, Partial<Evidence>, PageErrorCode]>([
    ["when a page lets no script run", { openError: timeout, readError: scriptTimeout }, "timeout"],
    [
      "when its tab crashed",
      { openError: named("WebDriverError", "tab crashed"), readError: scriptTimeout },
      "browserCrash",
    ],
    [
      "when it is unknown to the server",
      { openError: named("NoSuchSessionError", "invalid session id") },
      "browserCrash",
    ],
    [
      "when the server is gone",
      { openError: named("Error", "connect ECONNREFUSED 127.0.0.1:4444") },
      "browserCrash",
    ],
    ["when it does not answer", { openError: new WatchdogError("No answer") }, "browserCrash"],
    [
      "when only the reading shows it",
      { readError: named("NoSuchWindowError", "no such window") },
      "browserCrash",
    ],
  ])("%s", (_when, evidence, code) => {
    expect(visitOf(evidence)).toMatchObject({ kind: "error", code, poisoned: true });
  });
});
