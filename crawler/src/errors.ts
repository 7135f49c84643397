/** The WebDriver endpoint never opened a session before its deadline. The crawl ends; nothing was retrieved. */
export class BrowserUnavailableError extends Error {
  override readonly name = "BrowserUnavailableError";
}

/** A WebDriver command got no answer in time. The session is of no more use: open another. */
export class WatchdogError extends Error {
  override readonly name = "WatchdogError";
}

/** The browser has no way to the network: it is to go through the crawler, and cannot. The crawl ends before it failed every page. */
export class BrowserNetworkError extends Error {
  override readonly name = "BrowserNetworkError";
}

/** The place for results cannot be opened or read: nothing is crawled, since a crawl that is in it might be repeated. */
export class ResultsError extends Error {
  override readonly name = "ResultsError";
}

/** stdout takes no more. The crawl ends at once: a record that cannot be kept need not be made. */
export class OutputError extends Error {
  override readonly name = "OutputError";
  /** True when the disk is full; else the reader went away. */
  readonly outOfSpace: boolean;

  constructor(message: string, outOfSpace: boolean, options?: ErrorOptions) {
    super(message, options);
    this.outOfSpace = outOfSpace;
  }
}

/** The message of anything that was thrown, in one line. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split("\n")[0] ?? "").trim();
}

/** The same as a sentence, for the summary. */
export function sentenceOf(error: unknown): string {
  const text = messageOf(error);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** The system's error code behind a failed fetch, such as `ECONNREFUSED`. */
export function causeCode(error: unknown): string | undefined {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ("code" in current && typeof current.code === "string") return current.code;
    // With several addresses tried, Node.js puts the failures into an AggregateError.
    if (current instanceof AggregateError) return causeCode(current.errors[0]);
  }
  return undefined;
}
