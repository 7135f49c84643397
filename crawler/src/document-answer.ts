import { canonicalLink } from "./link-header.ts";
import { fieldOf, fieldsOf, textOf } from "./untyped.ts";

/** How the server answered a navigation. */
export interface DocumentAnswer {
  /** After redirects. */
  readonly url: string;
  readonly status: number;
  /** MIME type of the Content-Type header; null without one. */
  readonly contentType: string | null;
  /** The X-Robots-Tag headers, one a line. */
  readonly robotsTag: string | null;
  /** URL of a Link header with `rel=canonical`. */
  readonly canonical: string | null;
  /** The Retry-After header, and the Date of the answer. */
  readonly retryAfter: string | null;
  readonly date: string | null;
  /** Chrome's name of the error that cut the body short, such as ERR_CONTENT_LENGTH_MISMATCH. */
  readonly brokenBy: string | null;
}

/** What became of a visit, as the browser's network tells it. */
export interface VisitLog {
  /** Answer to the URL that was asked for; null where there was none. */
  readonly asked: DocumentAnswer | null;
  /** Whether that became the document: not of a 204 or a download. */
  readonly isShown: boolean;
  /** Answer of the document that was read, or of the one that is shown last. */
  readonly shown: DocumentAnswer | null;
  /** Documents that were shown, one after another. */
  readonly documents: number;
}

/** One main document that the browser asked for; Chrome gives it the id of the document to come. */
interface Navigation {
  readonly id: string;
  readonly from: string;
  answer: Omit<DocumentAnswer, "brokenBy"> | null;
  brokenBy: string | null;
  isShown: boolean;
}

/** The start of an entry that matters here: most of a log is about images and scripts, and is not parsed. */
const ofInterest =
  /^\{"message":\{"method":"(?:Network\.(?:requestWillBeSent|responseReceived)","params":.*"type":"Document"|Network\.loadingFailed"|Page\.frameNavigated")/s;

/**
 * Reads Chrome's performance log (https://developer.chrome.com/docs/chromedriver/logging/performance-log), as it came since
 * the visit to `url` began: no other way leads from WebDriver to the headers of a document. `href` is where the document was
 * read: one may be shown since, and another's URL be changed by its script.
 */
export function visitLog(messages: readonly string[], url: string, href?: string): VisitLog {
  const navigations: Navigation[] = [];
  for (const text of messages) {
    if (ofInterest.test(text)) take(JSON.parse(text), navigations);
  }
  const asked =
    navigations.find(({ from }) => from === url) ??
    navigations.find(({ from }) => isSame(from, url));
  const all = navigations.filter(({ isShown }) => isShown);
  const shown = all.findLast(({ answer }) => isSame(answer?.url ?? "", href ?? "")) ?? all.at(-1);
  return {
    asked: answerOf(asked),
    isShown: asked?.isShown === true,
    shown: answerOf(shown),
    documents: all.length,
  };
}

function take(entry: unknown, navigations: Navigation[]): void {
  const message = fieldOf(entry, "message");
  const parameters = fieldOf(message, "params");
  const frame = fieldOf(parameters, "frame");
  const mainFrame = fieldOf(entry, "webview");
  const id = textOf(fieldOf(parameters, "requestId"));
  const known = navigations.findLast((one) => one.id === id);
  switch (fieldOf(message, "method")) {
    case "Network.requestWillBeSent": {
      // A redirect has the same id.
      if (known !== undefined || fieldOf(parameters, "frameId") !== mainFrame) return;
      const from = textOf(fieldOf(fieldOf(parameters, "request"), "url"));
      navigations.push({ id, from, answer: null, brokenBy: null, isShown: false });
      return;
    }
    case "Network.responseReceived":
      if (known !== undefined) known.answer = readAnswer(fieldOf(parameters, "response"));
      return;
    case "Network.loadingFailed":
      if (known !== undefined) {
        known.brokenBy = textOf(fieldOf(parameters, "errorText")).replace("net::", "");
      }
      return;
    case "Page.frameNavigated": {
      if (fieldOf(frame, "id") !== mainFrame || fieldOf(frame, "unreachableUrl") !== undefined)
        return;
      const shown = navigations.findLast((one) => one.id === fieldOf(frame, "loaderId"));
      if (shown !== undefined) shown.isShown = true;
    }
  }
}

function readAnswer(response: unknown): Omit<DocumentAnswer, "brokenBy"> {
  const given = fieldOf(response, "headers");
  const headers = new Map(
    Object.entries(fieldsOf(given)).map(([name, value]) => [name.toLowerCase(), textOf(value)]),
  );
  const url = textOf(fieldOf(response, "url"));
  const contentType = headers.get("content-type")?.split(";")[0]?.trim();
  return {
    url,
    status: Number(fieldOf(response, "status")),
    contentType: contentType === undefined || contentType === "" ? null : contentType,
    // Of several headers of one name, Chrome writes one a line.
    robotsTag: headers.get("x-robots-tag") ?? null,
    canonical: canonicalLink(headers.get("link")?.replaceAll("\n", ", ") ?? "", url),
    retryAfter: headers.get("retry-after") ?? null,
    date: headers.get("date") ?? null,
  };
}

function answerOf(navigation: Navigation | undefined): DocumentAnswer | null {
  if (navigation === undefined || navigation.answer === null) return null;
  return { ...navigation.answer, brokenBy: navigation.brokenBy };
}

function isSame(one: string, other: string): boolean {
  const [left, right] = [one, other].map((url) => url.replace(/#.*/s, ""));
  return left === right;
}
