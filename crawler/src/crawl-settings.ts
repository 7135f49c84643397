/** The settings of a crawl, and what a row of their table is. */

/** How far links are followed from the seed URLs. */
export const scopes = ["page", "same-origin", "same-hostname", "same-domain", "any"] as const;
/** See {@link scopes}. */
export type Scope = (typeof scopes)[number];

/** Which page comes first. */
export const orders = ["breadth", "depth", "priority"] as const;
/** See {@link orders}. */
export type Order = (typeof orders)[number];

/** Validated settings of one crawl. Durations are in seconds, as people write them. */
export interface CrawlSettings {
  /** URLs to start from. */
  readonly urls: readonly string[];
  /** Files among the results that have more of them, a line each: a variable is too small for very many. */
  readonly urlLists: readonly string[];
  /** Sitemaps whose URLs are started from as well; `robots` is those that the robots.txt of a start host names. */
  readonly sitemaps: readonly string[];
  readonly scope: Scope;
  /** A link must match one of these patterns, when there are any. */
  readonly include: readonly string[];
  /** A link must match none of these patterns. */
  readonly exclude: readonly string[];
  /** Links in a row that are followed although they lead out of the scope, or match no pattern of `include`. */
  readonly extraHops: number;
  /** Undefined is by priority where there are patterns of `prefer`, else breadth first. */
  readonly order: Order | undefined;
  /** Patterns of pages that come first in the order by priority, the most wanted first. */
  readonly prefer: readonly string[];
  /** Links followed from a seed. */
  readonly maxDepth: number;
  readonly maxPages: number;
  /** Bytes of page records and of files of pages after which no further page is taken. */
  readonly sizeLimit: number | undefined;
  /** Seconds after which the crawl ends by itself. */
  readonly timeLimit: number;
  /** Seconds between two page loads of one host; undefined is 1, or 0 for a loopback host. */
  readonly delay: number | undefined;
  /** Pages of one host at once; undefined is 1, or any number for a host without delay. */
  readonly connections: number | undefined;
  /** Pages a second, over all hosts. */
  readonly rate: number | undefined;
  /** Whether robots.txt is obeyed. */
  readonly robots: boolean;
  /** Further attempts at a page after a passing failure. */
  readonly retries: number;
  /** Browser sessions at once; undefined is as many as processors and memory allow, 2 at most. */
  readonly sessions: number | undefined;
  /** What is taken from every page: `name=selector` or `name=selector@attribute`. */
  readonly extract: readonly string[];
  /** Whether pages are asked for their description, language, Open Graph and JSON-LD. */
  readonly metadata: boolean;
  /** Whether the readable text of pages is kept. */
  readonly text: boolean;
  /** Whether the rendered HTML of pages is kept. */
  readonly html: boolean;
  /** Seconds that a page gets to become quiet; undefined is what the reading itself waits for scripts. */
  readonly settle: number | undefined;
  /** CSS selector of an element that must be there before a page is read. */
  readonly waitFor: string | undefined;
  /** How often a page is scrolled to its end at most, as long as it grows. */
  readonly scroll: number | undefined;
  /** Which part of pages is kept as a picture. */
  readonly screenshot: "viewport" | "full" | undefined;
  /** Whether pages are kept as they are printed. */
  readonly pdf: boolean;
  /** Whether pages are archived as they were sent. */
  readonly warc: boolean;
  readonly userAgent: string | undefined;
  /** Whether private, loopback and link-local addresses are crawled, too; undefined is no, and yes on the local target. */
  readonly allowPrivate: boolean | undefined;
  /** Headers as `Name: value`, for requests to what is in scope; with the scope `any`, to the start hosts. */
  readonly header: readonly string[];
  /** Cookies as in Set-Cookie; without `Domain` they are for the start hosts. */
  readonly cookie: readonly string[];
  /** `user:password` for the start hosts. */
  readonly basicAuth: string | undefined;
  /** `WIDTHxHEIGHT` or `WIDTHxHEIGHT@SCALE`, in CSS pixels. */
  readonly viewport: string | undefined;
  /** Language tag for Accept-Language, `navigator.language` and `Intl`. */
  readonly locale: string | undefined;
  /** IANA name of the time zone that pages see. */
  readonly timezone: string | undefined;
  /** Kinds of what pages load that are not loaded: image, font, media, stylesheet. */
  readonly block: readonly string[];
  /** URLs that pages do not load, with `*` for anything. */
  readonly blockUrl: readonly string[];
  /** Proxy of browser and crawler: an http, https or socks5 URL, with user and password where it wants them. */
  readonly proxy: string | undefined;
  readonly pageLoadTimeout: number;
  readonly scriptTimeout: number;
  /** Folder, or `s3://bucket/prefix`, that keeps results as they come; a crawl that is in it goes on. Undefined: nowhere. */
  readonly results: string | undefined;
  /** Base URL of the WebDriver remote end. */
  readonly endpoint: string;
  /** Seconds in which the endpoint must open a session. */
  readonly readyTimeout: number;
  readonly browserBinary: string | undefined;
  readonly browserArguments: readonly string[];
}

/** A value that cannot be used. The message says what was expected, for which option, and what came. */
export class SettingError extends Error {
  override readonly name = "SettingError";
}

/** One row of the table. */
export interface SettingDefinition<Value> {
  readonly environmentName: string;
  /** Command-line flag in commander's notation; empty for the arguments. */
  readonly flag: string;
  readonly description: string;
  /** The default for people; absent where there is none. */
  readonly defaultText?: string;
  /** Lists take several values: the flag may be repeated, the environment value is split at white space. */
  readonly list?: true;
  /** The list is split at ends of lines in place of white space, which its values may have. */
  readonly perLine?: true;
  /** The value may be a secret: no record, log or message has it. */
  readonly secret?: true;
  /** Parses a text; `option` names the option in the message. Throws {@link SettingError}. */
  readonly parse: (text: string, option: string) => Value;
  /** Value when the setting is not given. */
  readonly fallback: Value;
}
