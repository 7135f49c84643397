import { fieldOf, fieldsOf, textOf } from "./untyped.ts";

/** One request and how it was answered, as it goes into an archive. */
export interface Exchange {
  /** Without a fragment. */
  readonly url: string;
  readonly method: string;
  readonly requestHeaders: HeaderList;
  readonly status: number;
  /** Reason phrase; empty where there is none, as in HTTP/2. */
  readonly statusText: string;
  readonly responseHeaders: HeaderList;
}

/** Names and values of headers; a name may come again. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** The exchanges that led to a document: its redirects, and its own last. */
export interface DocumentExchanges {
  /** DevTools' id of its request. */
  readonly requestId: string;
  readonly exchanges: readonly Exchange[];
}

/** Entries about documents; most of a log is about images and scripts, and is not parsed. */
const ofInterest =
  /^\{"message":\{"method":"(?:Network\.(?:requestWillBeSent|responseReceived)","params":.*"type":"Document"|Page\.frameNavigated")/s;

interface Navigation {
  request: unknown;
  readonly exchanges: Exchange[];
}

/** Reads from Chrome's performance log how the document came that is shown last; null where it does not tell. */
export function documentExchanges(messages: readonly string[]): DocumentExchanges | null {
  const navigations = new Map<string, Navigation>();
  let shown: DocumentExchanges | null = null;
  for (const text of messages) {
    if (!ofInterest.test(text)) continue;
    const entry: unknown = JSON.parse(text);
    const message = fieldOf(entry, "message");
    const parameters = fieldOf(message, "params");
    if (fieldOf(message, "method") !== "Page.frameNavigated") take(parameters, navigations);
    const frame = fieldOf(parameters, "frame");
    const requestId = textOf(fieldOf(frame, "loaderId"));
    const known = navigations.get(requestId);
    const isMain = fieldOf(frame, "id") === fieldOf(entry, "webview");
    if (isMain && known !== undefined && fieldOf(frame, "unreachableUrl") === undefined) {
      shown = { requestId, exchanges: known.exchanges };
    }
  }
  return shown === null || shown.exchanges.length === 0 ? null : shown;
}

function take(parameters: unknown, navigations: Map<string, Navigation>): void {
  const id = textOf(fieldOf(parameters, "requestId"));
  const known = navigations.get(id) ?? { request: null, exchanges: [] };
  navigations.set(id, known);
  // A redirect has the same id, and comes with the next request.
  const response = fieldOf(parameters, "response") ?? fieldOf(parameters, "redirectResponse");
  if (response !== undefined) known.exchanges.push(exchangeOf(known.request, response));
  known.request = fieldOf(parameters, "request") ?? known.request;
}

function exchangeOf(request: unknown, response: unknown): Exchange {
  return {
    url: textOf(fieldOf(response, "url")).replace(/#.*/s, ""),
    method: textOf(fieldOf(request, "method")) || "GET",
    requestHeaders: headersOf(request),
    status: Number(fieldOf(response, "status")),
    statusText: textOf(fieldOf(response, "statusText")),
    responseHeaders: headersOf(response),
  };
}

/** Of several headers of one name, Chrome writes one a line. */
function headersOf(message: unknown): HeaderList {
  const headers = fieldOf(message, "headers");
  return Object.entries(fieldsOf(headers)).flatMap(([name, value]) =>
    textOf(value)
      .split("\n")
      .map((line) => [name, line] as const),
  );
}
