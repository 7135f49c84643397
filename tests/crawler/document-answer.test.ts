import { describe, expect, test } from "vitest";
import { visitLog } from "../../crawler/src/document-answer.ts";

const main = "MAIN";

function entry(method: string, params: object): string {
  return JSON.stringify({ message: { method, params }, webview: main });
}

const asks = (id: string, url: string, frameId = main) =>
  entry("Network.requestWillBeSent", {
    ...{ frameId, loaderId: id, request: { url }, requestId: id, type: "Document" },
  });
const answers = (id: string, url: string, status: number, headers: object = {}) =>
  entry("Network.responseReceived", {
    ...{ frameId: main, loaderId: id, requestId: id, response: { headers, status, url } },
    type: "Document",
  });
const shows = (loaderId: string, url: string, more: object = {}) =>
  entry("Page.frameNavigated", { frame: { id: main, loaderId, url, ...more } });
const fails = (requestId: string, errorText: string) =>
  entry("Network.loadingFailed", { errorText, requestId, type: "Document" });

const url = "http://a.org/";

describe("the performance log", () => {
  test("tells the headers of a document, however they are written", () => {
    const headers = {
      "Content-Type": "text/html; charset=utf-8",
      "x-robots-tag": "noindex\nbot: nofollow",
      ...{ "RETRY-AFTER": "7", date: "Mon" },
      link: "</style.css>; rel=preload\n</b>; rel=canonical",
    };
    const log = visitLog([asks("1", url), answers("1", url, 503, headers), shows("1", url)], url);
    const answer = {
      ...{ url, status: 503, contentType: "text/html", robotsTag: "noindex\nbot: nofollow" },
      canonical: "http://a.org/b",
      ...{ retryAfter: "7", date: "Mon", brokenBy: null },
    };
    expect(log).toEqual({ asked: answer, isShown: true, shown: answer, documents: 1 });
  });

  test("follows redirects", () => {
    const { asked } = visitLog(
      [asks("1", url), asks("1", "http://b.org/"), answers("1", "http://b.org/", 200)],
      url,
    );
    expect(asked).toMatchObject({ url: "http://b.org/", status: 200, contentType: null });
  });

  test("tells a 204 or a download from a document", () => {
    const log = visitLog(
      [asks("1", url), answers("1", url, 204), fails("1", "net::ERR_ABORTED")],
      url,
    );
    expect(log).toMatchObject({
      asked: { status: 204 },
      isShown: false,
      shown: null,
      documents: 0,
    });
  });

  test("knows what was asked for from what the page before and after it asked for", () => {
    const [before, after] = ["http://a.org/before", "http://a.org/after"];
    const log = visitLog(
      [
        ...[asks("0", before), answers("0", before, 500), shows("0", before)],
        ...[asks("1", url), answers("1", url, 200), shows("1", url)],
        ...[asks("2", after), answers("2", after, 404), shows("2", after)],
      ],
      url,
    );
    expect(log).toMatchObject({
      ...{ asked: { url, status: 200 }, isShown: true, shown: { url: after, status: 404 } },
    });
  });

  test.each([
    ["the document that was read, where the page has moved on since", `${url}#top`, url],
    [
      "the last one, where its script gave it another URL",
      "http://a.org/pushed",
      "http://a.org/on",
    ],
  ])("tells of %s", (_, href, told) => {
    const on = "http://a.org/on";
    const log = visitLog(
      [
        ...[asks("1", url), answers("1", url, 200), shows("1", url)],
        ...[asks("2", on), answers("2", on, 404), shows("2", on)],
      ],
      url,
      href,
    );
    expect(log.shown?.url).toBe(told);
  });

  test("tells that a body broke off", () => {
    const log = visitLog(
      [
        ...[asks("1", url), answers("1", url, 200), shows("1", url)],
        fails("1", "net::ERR_CONTENT_LENGTH_MISMATCH"),
      ],
      url,
    );
    expect(log.shown?.brokenBy).toBe("ERR_CONTENT_LENGTH_MISMATCH");
  });

  test("counts neither frames nor the browser's own error pages", () => {
    const log = visitLog(
      [
        ...[asks("f", url, "FRAME"), answers("f", url, 200)],
        ...[asks("1", url), shows("1", "chrome-error://x/", { unreachableUrl: url })],
      ],
      url,
    );
    expect(log).toEqual({ asked: null, isShown: false, shown: null, documents: 0 });
  });

  test("is not looked into where it is of other things", () => {
    const other = `{"message":{"method":"Network.dataReceived","params":{no JSON`;
    expect(visitLog([other], url)).toEqual({
      asked: null,
      isShown: false,
      shown: null,
      documents: 0,
    });
  });
});
