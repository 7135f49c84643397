/**
 * Every setting of the crawler in one table: environment name, command-line flag, default, parser, meaning. The options of
 * `mayfly run` are made from the same table. A leaf, with the files that it imports, so that others can read it.
 */
import { environmentNames, type SettingName } from "./contract.ts";
import type { CrawlSettings, SettingDefinition } from "./crawl-settings.ts";
import { extracts } from "./extract-rules.ts";
import { cookies, headers, user } from "./request-rules.ts";
import {
  bool,
  httpUrl,
  httpUrls,
  integer,
  patterns,
  place,
  scope,
  seconds,
  text,
  words,
} from "./setting-parsers.ts";

export {
  scopes,
  SettingError,
  type CrawlSettings,
  type Scope,
  type SettingDefinition,
} from "./crawl-settings.ts";

type Table = { readonly [Name in SettingName]: SettingDefinition<CrawlSettings[Name]> };

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
    flag: "--include <pattern>",
    description:
      "follow only links that match: /path/**, a whole URL, re:expression; may be repeated",
    list: true,
    parse: patterns,
    fallback: noList,
  },
  exclude: {
    environmentName: environmentNames.exclude,
    flag: "--exclude <pattern>",
    description: "follow no link that matches; may be repeated",
    list: true,
    parse: patterns,
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
    description: "obey neither robots.txt nor nofollow",
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
  sessions: {
    environmentName: environmentNames.sessions,
    flag: "--sessions <n>",
    description: "browser sessions at once, each with a page of its own",
    defaultText: "2, if processors and memory are enough",
    parse: integer(1, 64),
    fallback: undefined,
  },
  extract: {
    environmentName: environmentNames.extract,
    flag: "--extract <name=selector>",
    description: "keep the text that a CSS selector finds, or selector@attribute; may be repeated",
    list: true,
    perLine: true,
    parse: extracts,
    fallback: noList,
  },
  metadata: {
    environmentName: environmentNames.metadata,
    flag: "--metadata",
    description: "keep description, language, Open Graph, Twitter cards and JSON-LD of pages",
    parse: bool,
    fallback: false,
  },
  text: {
    environmentName: environmentNames.text,
    flag: "--text",
    description: "keep the readable text of pages, at most 250 kB a page",
    parse: bool,
    fallback: false,
  },
  html: {
    environmentName: environmentNames.html,
    flag: "--html",
    description: "keep the HTML of pages after their scripts, at most 250 kB a page",
    parse: bool,
    fallback: false,
  },
  userAgent: {
    environmentName: environmentNames.userAgent,
    flag: "--user-agent <text>",
    description: "User-Agent header of the browser and for robots.txt",
    parse: text,
    fallback: undefined,
  },
  allowPrivate: {
    environmentName: environmentNames.allowPrivate,
    flag: "--allow-private, --no-allow-private",
    description: "crawl private, loopback and link-local addresses, too",
    defaultText: "on this machine yes, else no",
    parse: bool,
    fallback: undefined,
  },
  header: {
    environmentName: environmentNames.header,
    flag: "--header <name:value>",
    description: "header of requests to what is in scope, never to others; may be repeated",
    list: true,
    perLine: true,
    secret: true,
    parse: headers,
    fallback: noList,
  },
  cookie: {
    environmentName: environmentNames.cookie,
    flag: "--cookie <name=value>",
    description:
      "cookie for the start hosts, or with ; Domain=… ; Path=… after it; may be repeated",
    list: true,
    perLine: true,
    secret: true,
    parse: cookies,
    fallback: noList,
  },
  basicAuth: {
    environmentName: environmentNames.basicAuth,
    flag: "--basic-auth <user:password>",
    description: "user and password for the start hosts",
    secret: true,
    parse: user,
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
  results: {
    environmentName: environmentNames.results,
    flag: "--results <place>",
    description:
      "folder or s3://bucket/prefix that keeps what is found as it comes, and to resume from",
    defaultText: "the run folder; on Fargate, the stack's bucket",
    parse: place,
    fallback: undefined,
  },
  endpoint: {
    environmentName: environmentNames.endpoint,
    flag: "--endpoint <url>",
    description: "base URL of the WebDriver endpoint; sessions that it has at the start are ended",
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
