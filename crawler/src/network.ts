/** What the crawler itself asks of the network; the browser has its own ways. A leaf. */
export interface Question {
  readonly signal: AbortSignal;
  /** GET unless it says another. */
  readonly method?: "GET" | "HEAD";
  /** Redirects are followed unless it says otherwise. */
  readonly redirect?: "follow" | "manual";
  /** More headers; their names in small letters. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Asks for a URL; throws what `fetch` throws. */
export type Ask = (url: string, question: Question) => Promise<Response>;

/** What `fetch` is to a crawler. */
export type Fetch = (
  url: string,
  init: Question & { readonly headers: Record<string, string> },
) => Promise<Response>;

/** Asks as the crawl's user agent; `fetch` goes another way than the system's where the crawl has one. */
export function askAs(agent: string, fetchIt: Fetch = fetch): Ask {
  return async (url, question) =>
    await fetchIt(url, { ...question, headers: { ...question.headers, "user-agent": agent } });
}
