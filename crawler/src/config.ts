/**
 * Every setting of the crawler in one table: environment name, command-line flag, default, parser, meaning. The options of
 * `mayfly run` are made from the same table. Imports the contract alone, so that others can read it.
 */
import { environmentNames, type SettingName } from "./contract.ts";

/** How far links are followed from the seed URLs. */
export const scopes = ["page", "same-origin", "same-hostname", "same-domain", "any"] as const;
/** See {@link scopes}. */
export type Scope = (typeof scopes)[number];

/** Validated settings of one crawl. Durations are in seconds, as people write them. */
export interface CrawlSettings {
  /** URLs to start from. */
  readonly urls: readonly string[];
  /** Sitemaps whose URLs are started from as well. */
  readonly sitemaps: readonly string[];
  readonly scope: Scope;
  /** A link must match one of these globs, when there are any. */
  readonly include: readonly string[];
  /** A link must match none of these globs. */
  readonly exclude: readonly string[];
  /** Links followed from a seed. */
  readonly maxDepth: number;
  readonly maxPages: number;
  /** Seconds after which the crawl ends by itself. */
  readonly timeLimit: number;
  /** Seconds between two page loads of one host; undefined is 1, or 0 for a loopback host. */
  readonly delay: number | undefined;
  /** Whether robots.txt is obeyed. */
  readonly robots: boolean;
  /** Further attempts at a page after a passing failure. */
  readonly retries: number;
  readonly userAgent: string | undefined;
  readonly pageLoadTimeout: number;
  readonly scriptTimeout: number;
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
  /** Parses a text; `option` names the option in the message. Throws {@link SettingError}. */
  readonly parse: (text: string, option: string) => Value;
  /** Value when the setting is not given. */
  readonly fallback: Value;
}

type Table = { readonly [Name in SettingName]: SettingDefinition<CrawlSettings[Name]> };

function refuse(expected: string, option: string, text: string): never {
  throw new SettingError(`Expected ${expected} for ${option}, but got "${text}".`);
}

function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

function httpUrl(text: string, option: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return refuse("an absolute http or https URL", option, text);
  }
  return text;
}

function httpUrls(text: string, option: string): readonly string[] {
  return words(text).map((word) => httpUrl(word, option));
}

function integer(least: number, most: number) {
  return (text: string, option: string): number => {
    const value = Number(text);
    return /^\d+$/.test(text) && value >= least && value <= most
      ? value
      : refuse(`a whole number from ${String(least)} to ${String(most)}`, option, text);
  };
}

function seconds(least: number, most: number) {
  return (text: string, option: string): number => {
    const value = Number(text);
    return /^\d+(?:\.\d+)?$/.test(text) && value >= least && value <= most
      ? value
      : refuse(`a number of seconds from ${String(least)} to ${String(most)}`, option, text);
  };
}

function scope(text: string, option: string): Scope {
  return scopes.find((word) => word === text) ?? refuse(`one of ${scopes.join(", ")}`, option, text);
}

function bool(text: string, option: string): boolean {
  return text === "true" || (text === "false" ? false : refuse("true or false", option, text));
}

function text(value: string, option: string): string {
  return /^[\t\x20-\x7e\x80-\uffff]+$/.test(value) ? value : refuse("printable text", option, value);
}

const noList: readonly string[] = [];

/** The table. */
export const settings: Table = {
  urls: {
    environmentName: environmentNames.urls,
    flag: "",
    description: "absolute http or https URLs to start from",
    list: true,
    parse: httpUrls,
    fallback: noList,
  },
  sitemaps: {
    environmentName: environmentNames.sitemaps,
    flag: "--sitemap <url>",
    description: "sitemap or sitemap index whose URLs are crawled too; may be repeated",
    list: true,
    parse: httpUrls,
    fallback: noList,
  },
  scope: {
    environmentName: environmentNames.scope,
    flag: "--scope <scope>",
    description: "how far links are followed",
    defaultText: "same-hostname",
    parse: scope,
    fallback: "same-hostname",
  },
  include: {
    environmentName: environmentNames.include,
    flag: "--include <glob>",
    description: "follow only links that match; /path/** or a whole URL; may be repeated",
    list: true,
    parse: words,
    fallback: noList,
  },
  exclude: {
    environmentName: environmentNames.exclude,
    flag: "--exclude <glob>",
    description: "follow no link that matches; may be repeated",
    list: true,
    parse: words,
    fallback: noList,
  },
  maxDepth: {
    environmentName: environmentNames.maxDepth,
    flag: "--max-depth <n>",
    description: "links followed from a start URL",
    defaultText: "3",
    parse: integer(0, 1000),
    fallback: 3,
  },
  maxPages: {
    environmentName: environmentNames.maxPages,
    flag: "--max-pages <n>",
    description: "pages to retrieve at most",
    defaultText: "100",
    parse: integer(1, 10_000_000),
    fallback: 100,
  },
  timeLimit: {
    environmentName: environmentNames.timeLimit,
    flag: "--time-limit <seconds>",
    description: "the crawl ends by itself after",
    defaultText: "1500",
    parse: seconds(1, 604_800),
    fallback: 1500,
  },
  delay: {
    environmentName: environmentNames.delay,
    flag: "--delay <seconds>",
    description: "between two page loads of one host",
    defaultText: "1; 0 for this machine",
    parse: seconds(0, 3600),
    fallback: undefined,
  },
  robots: {
    environmentName: environmentNames.robots,
    flag: "--no-robots",
    description: "do not obey robots.txt",
    parse: bool,
    fallback: true,
  },
  retries: {
    environmentName: environmentNames.retries,
    flag: "--retries <n>",
    description: "further attempts at a page after a passing failure",
    defaultText: "2",
    parse: integer(0, 20),
    fallback: 2,
  },
  userAgent: {
    environmentName: environmentNames.userAgent,
    flag: "--user-agent <text>",
    description: "User-Agent header of the browser and for robots.txt",
    parse: text,
    fallback: undefined,
  },
  pageLoadTimeout: {
    environmentName: environmentNames.pageLoadTimeout,
    flag: "--page-load-timeout <seconds>",
    description: "a page must have loaded within",
    defaultText: "30",
    parse: seconds(0.1, 600),
    fallback: 30,
  },
  scriptTimeout: {
    environmentName: environmentNames.scriptTimeout,
    flag: "--script-timeout <seconds>",
    description: "a page must have been read within",
    defaultText: "10",
    parse: seconds(0.1, 600),
    fallback: 10,
  },
  endpoint: {
    environmentName: environmentNames.endpoint,
    flag: "--endpoint <url>",
    description: "base URL of the WebDriver endpoint",
    defaultText: "http://localhost:4444",
    parse: httpUrl,
    fallback: "http://localhost:4444",
  },
  readyTimeout: {
    environmentName: environmentNames.readyTimeout,
    flag: "--ready-timeout <seconds>",
    description: "the WebDriver endpoint must open a session within",
    defaultText: "120",
    parse: seconds(0.1, 3600),
    fallback: 120,
  },
  browserBinary: {
    environmentName: environmentNames.browserBinary,
    flag: "--browser-binary <path>",
    description: "the browser's program, where the WebDriver endpoint runs",
    parse: text,
    fallback: undefined,
  },
  browserArguments: {
    environmentName: environmentNames.browserArguments,
    flag: "--browser-argument <argument>",
    description: "one more argument for the browser; may be repeated",
    list: true,
    parse: words,
    fallback: noList,
  },
};

/**
 * Reads all settings from the environment; further URLs come as arguments. Throws {@link SettingError} for the first one
 * that cannot be used, and when there is nothing to crawl.
 */
export function readSettings(
  environment: Readonly<Record<string, string | undefined>>,
  argv: readonly string[] = [],
): CrawlSettings {
  const read = <Name extends SettingName>(name: Name): CrawlSettings[Name] => {
    const definition: SettingDefinition<CrawlSettings[Name]> = settings[name];
    const value = environment[definition.environmentName];
    return value === undefined || value.trim() === ""
      ? definition.fallback
      : definition.parse(value.trim(), definition.environmentName);
  };
  const urls = [...read("urls"), ...argv.map((argument) => httpUrl(argument, "URL"))];
  const sitemaps = read("sitemaps");
  if (urls.length === 0 && sitemaps.length === 0) {
    throw new SettingError(
      `Expected at least one URL as an argument or in ${environmentNames.urls}, but got none.`,
    );
  }
  return {
    urls,
    sitemaps,
    scope: read("scope"),
    include: read("include"),
    exclude: read("exclude"),
    maxDepth: read("maxDepth"),
    maxPages: read("maxPages"),
    timeLimit: read("timeLimit"),
    delay: read("delay"),
    robots: read("robots"),
    retries: read("retries"),
    userAgent: read("userAgent"),
    pageLoadTimeout: read("pageLoadTimeout"),
    scriptTimeout: read("scriptTimeout"),
    endpoint: read("endpoint"),
    readyTimeout: read("readyTimeout"),
    browserBinary: read("browserBinary"),
    browserArguments: read("browserArguments"),
  };
}
