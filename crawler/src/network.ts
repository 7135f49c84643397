/** What the crawler itself asks of the network; the browser has its own ways. A leaf. */
export interface Question {
  readonly signal: AbortSignal;
  /** GET unless it says another. */
  readonly method?: "GET" | "HEAD";
  /** Redirects are followed unless it says otherwise. */
  readonly redirect?: "follow" | "manual";
}

/** Asks for a URL; throws what `fetch` throws. */
export type Ask = (url: string, question: Question) => Promise<Response>;

/** Asks as the crawl's user agent. */
export function askAs(agent: string): Ask {
  return async (url, question) =>
    await fetch(url, { ...question, headers: { "user-agent": agent } });
}
