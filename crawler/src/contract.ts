/**
 * What everything outside the crawler relies on: environment names, exit codes and the records on its stdout.
 * A leaf: it imports nothing, so the Pulumi program and every target can build from it.
 */

/** Version of this contract. Raised when a record, an environment name or an exit code changes its meaning. */
export const contractVersion = 1;

/**
 * Exit codes of the crawler process. Where browsertrix-crawler has a code for the same thing, the number is the same
 * (https://crawler.docs.browsertrix.com/user-guide/exit-codes/); `browserUnavailable` is ours.
 */
export const crawlerExitCodes = {
  /** Every URL in scope was visited, or the page limit was reached. */
  completed: 0,
  /** stdout or a file could not be written because the disk is full. */
  outOfSpace: 3,
  /** An option, environment variable or URL is not valid. Nothing was crawled. */
  invalidConfig: 4,
  /** Not one page could be retrieved. */
  failed: 9,
  /** The browser or its session was lost and a new one could not be opened. */
  browserCrashed: 10,
  /** Stopped by SIGTERM or SIGINT; the page in flight was finished. */
  interrupted: 11,
  /** Stopped by a second signal, without finishing the pages in flight. */
  forced: 13,
  /** The size limit was reached: what is kept is as large as was asked for. */
  sizeLimit: 14,
  /** The time limit was reached. */
  timeLimit: 15,
  /** A fault of the crawler itself. */
  fatal: 17,
  /** The WebDriver endpoint did not get ready, or never opened a session, before the deadline. */
  browserUnavailable: 19,
} as const;

/** Name of a crawler exit code. */
export type CrawlerExit = keyof typeof crawlerExitCodes;

/** Why a page has no usable content, as a stable word for programs. */
export type PageErrorCode =
  /** HTTP status 4xx or 5xx; the number is in `status`. */
  | "httpError"
  /** The host name does not resolve. */
  | "dns"
  /** The certificate or the TLS handshake was refused. */
  | "tls"
  /** Connection refused, reset, empty or otherwise broken. */
  | "network"
  /** The server redirects in a circle. */
  | "redirectLoop"
  /** The browser refuses to open this URL (for example an unsafe port). */
  | "blockedByBrowser"
  /** It leads to a private, loopback or link-local address, where the crawl may not go. */
  | "privateAddress"
  /** The page was there, and its script moved on to what is no page of the Web, such as about:blank, or back. */
  | "movedAway"
  /** The proxy cannot be reached, or refuses to serve. */
  | "proxy"
  /** No response, or no usable document, within the page load time-out. */
  | "timeout"
  /** The tab, the browser or the session died while the page was loading. */
  | "browserCrash"
  /** Anything else the WebDriver endpoint reports. */
  | "webdriver";

/** What a page says of itself, for machines. */
export interface PageMetadata {
  /** `<meta name="description">`; null where there is none. */
  readonly description: string | null;
  /** `lang` of the root element; null where there is none. */
  readonly lang: string | null;
  /** Contents of the `<meta>` of Open Graph (https://ogp.me) and of Twitter's cards, by their names, such as `og:image`. */
  readonly meta: Readonly<Record<string, readonly string[]>>;
  /** The JSON-LD blocks, parsed; one that is no JSON, or nested beyond reason, as its text. */
  readonly jsonLd: readonly unknown[];
}

/** A field of a page record that may be cut. */
export type TruncatedField = "title" | "links" | "extracted" | "metadata" | "text" | "html";

/**
 * What a page did not come to in time: the element of `--wait-for`, rest within `--settle`, its end within `--scroll`, answers
 * to what its scripts asked for.
 */
export type Unsettled = "waitFor" | "scroll" | "settle" | "requests";

/** Files of a page that are kept with the results, by their names there. */
export interface KeptFileNames {
  /** PNG of the page; only with `--screenshot`. */
  readonly screenshot?: string;
  /** The page as it is printed; only with `--pdf`. */
  readonly pdf?: string;
  /** WARC file of the page's requests and responses; only with `--warc`. */
  readonly warc?: string;
  /** Files that were asked for and could not be made or kept. */
  readonly missingFiles?: readonly ("screenshot" | "pdf" | "warc")[];
}

/** One page, as it was retrieved. */
export interface PageRecord extends KeptFileNames {
  readonly type: "page";
  /** The URL that was asked for, normalised. */
  readonly url: string;
  /** The URL of the document after redirects; null when no document was loaded. */
  readonly finalUrl: string | null;
  /** HTTP status of the document; null when there was no HTTP response. */
  readonly status: number | null;
  /** MIME type of the document, as the browser sees it; null when there is none. */
  readonly contentType: string | null;
  /** `document.title`; null when no document was loaded. */
  readonly title: string | null;
  /** Links followed from a seed URL to here; a seed has depth 0. */
  readonly depth: number;
  /** The page on which this URL was found first; null for a seed. */
  readonly referrer: string | null;
  /** Absolute http(s) URLs of the page's links, without fragment, without repetition, in document order. */
  readonly links: readonly string[];
  /** Characters of visible text (`document.body.innerText`). */
  readonly textLength: number;
  /** Milliseconds from the navigation command to the extracted page. */
  readonly loadMs: number;
  /** Attempts made, at least 1. */
  readonly attempts: number;
  /** ISO 8601 time at which the page was read. */
  readonly retrievedAt: string;
  /** `href` of `<link rel="canonical">`, else of a Link header, absolute; recorded, not applied. */
  readonly canonical?: string;
  /** What was waited for and did not come; the page is kept as it was then. */
  readonly unsettled?: readonly Unsettled[];
  /** True when the page load time-out came first and the document may be cut short. */
  readonly partial?: true;
  /** Values of each name of `--extract`, in document order; of HTML pages alone, and only where it was asked for. */
  readonly extracted?: Readonly<Record<string, readonly string[]>>;
  /** What the page says of itself; of HTML pages alone, and only with `--metadata`. */
  readonly metadata?: PageMetadata;
  /** Readable text of the page's main part; of HTML pages alone, and only with `--text`. */
  readonly text?: string;
  /** The document as it stands after its scripts; of HTML pages alone, and only with `--html`. */
  readonly html?: string;
  /** Fields that were cut, so that the record stays one event of a log. */
  readonly truncated?: readonly TruncatedField[];
  /** What the URL answered instead of a document: nothing (HTTP 204, 205, 304) or a file to download. */
  readonly noDocument?: "noContent" | "download";
  /** True when the page asks not to be indexed; it is kept all the same. Never without robots rules. */
  readonly noindex?: true;
  /** Present when the page could not be retrieved. */
  readonly error?: { readonly code: PageErrorCode; readonly message: string };
  /** URLs known and not yet visited, after this page. */
  readonly queued: number;
}

/** Why a known URL was not visited. */
export type SkipReason =
  /** Outside the scope. */
  | "outOfScope"
  /** Not matched by any include pattern, or matched by an exclude pattern. */
  | "excluded"
  /** Refused by robots.txt. */
  | "robotsTxt"
  /** Nothing but links that ask not to be followed lead there. Said at the end of the crawl, as is the next one. */
  | "nofollow"
  /** Deeper than the depth limit. */
  | "depth"
  /** It redirected to a page that the crawl has already. */
  | "duplicate"
  /** It redirected out of the scope; the page is not stored. */
  | "redirectedOutOfScope";

/** One URL that was found and not visited, said once per URL. */
export interface SkipRecord {
  readonly type: "skip";
  readonly url: string;
  readonly reason: SkipReason;
  readonly depth: number;
  readonly referrer: string | null;
}

/** The last record of a crawl. */
export interface SummaryRecord {
  readonly type: "summary";
  /** How the crawl ended. */
  readonly outcome: CrawlerExit;
  /** One sentence for people. */
  readonly message: string;
  readonly exitCode: number;
  /** Pages retrieved without `error`. */
  readonly retrieved: number;
  /** Pages with `error`. */
  readonly failed: number;
  /** Skip records written. */
  readonly skipped: number;
  /** The same by reasons; those that did not occur are absent. Crawlers of older images do not tell them. */
  readonly skips?: Readonly<Partial<Record<SkipReason, number>>>;
  /** URLs known and not visited at the end. */
  readonly queued: number;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly durationMs: number;
}

/** Any line of the crawler's stdout. */
export type CrawlerRecord = PageRecord | SkipRecord | SummaryRecord;

/** Environment variables the crawler reads. Values are documented in `config.ts`. */
export const environmentNames = {
  urls: "MAYFLY_URLS",
  urlLists: "MAYFLY_URL_LISTS",
  sitemaps: "MAYFLY_SITEMAPS",
  scope: "MAYFLY_SCOPE",
  include: "MAYFLY_INCLUDE",
  exclude: "MAYFLY_EXCLUDE",
  extraHops: "MAYFLY_EXTRA_HOPS",
  order: "MAYFLY_ORDER",
  prefer: "MAYFLY_PREFER",
  maxDepth: "MAYFLY_MAX_DEPTH",
  maxPages: "MAYFLY_MAX_PAGES",
  sizeLimit: "MAYFLY_SIZE_LIMIT",
  timeLimit: "MAYFLY_TIME_LIMIT",
  delay: "MAYFLY_DELAY",
  connections: "MAYFLY_CONNECTIONS",
  rate: "MAYFLY_RATE",
  robots: "MAYFLY_ROBOTS",
  retries: "MAYFLY_RETRIES",
  sessions: "MAYFLY_SESSIONS",
  extract: "MAYFLY_EXTRACT",
  metadata: "MAYFLY_METADATA",
  text: "MAYFLY_TEXT",
  html: "MAYFLY_HTML",
  settle: "MAYFLY_SETTLE",
  waitFor: "MAYFLY_WAIT_FOR",
  scroll: "MAYFLY_SCROLL",
  screenshot: "MAYFLY_SCREENSHOT",
  pdf: "MAYFLY_PDF",
  warc: "MAYFLY_WARC",
  userAgent: "MAYFLY_USER_AGENT",
  allowPrivate: "MAYFLY_ALLOW_PRIVATE",
  header: "MAYFLY_HEADER",
  cookie: "MAYFLY_COOKIE",
  basicAuth: "MAYFLY_BASIC_AUTH",
  viewport: "MAYFLY_VIEWPORT",
  locale: "MAYFLY_LOCALE",
  timezone: "MAYFLY_TIMEZONE",
  block: "MAYFLY_BLOCK",
  blockUrl: "MAYFLY_BLOCK_URL",
  proxy: "MAYFLY_PROXY",
  pageLoadTimeout: "MAYFLY_PAGE_LOAD_TIMEOUT",
  scriptTimeout: "MAYFLY_SCRIPT_TIMEOUT",
  results: "MAYFLY_RESULTS",
  endpoint: "SELENIUM_URL",
  readyTimeout: "MAYFLY_READY_TIMEOUT",
  browserBinary: "MAYFLY_BROWSER_BINARY",
  browserArguments: "MAYFLY_BROWSER_ARGUMENTS",
} as const;

/** Key of a crawler setting. */
export type SettingName = keyof typeof environmentNames;
