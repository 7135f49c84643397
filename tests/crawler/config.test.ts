import { describe, expect, test } from "vitest";
import { SettingError, settings } from "../../crawler/src/config.ts";
import { readSettings } from "../../crawler/src/read-settings.ts";
import { environmentNames } from "../../crawler/src/contract.ts";

const url = "https://example.com/";

test("without a word, the defaults hold", () => {
  expect(readSettings({}, [url])).toEqual({
    urls: [url],
    urlLists: [],
    sitemaps: [],
    scope: "same-hostname",
    include: [],
    exclude: [],
    extraHops: 0,
    order: undefined,
    prefer: [],
    maxDepth: 3,
    maxPages: 100,
    sizeLimit: undefined,
    timeLimit: 1500,
    delay: undefined,
    connections: undefined,
    rate: undefined,
    robots: true,
    retries: 2,
    extract: [],
    metadata: false,
    text: false,
    html: false,
    userAgent: undefined,
    pdf: false,
    warc: false,
    header: [],
    cookie: [],
    basicAuth: undefined,
    block: [],
    blockUrl: [],
    pageLoadTimeout: 30,
    scriptTimeout: 10,
    endpoint: "http://localhost:4444",
    readyTimeout: 120,
    browserBinary: undefined,
    browserArguments: [],
  });
});

test("lists are split at white space, a user agent is not, and arguments are further URLs", () => {
  const read = readSettings(
    {
      MAYFLY_URLS: " https://a.org/\n https://b.org/ ",
      MAYFLY_BROWSER_ARGUMENTS: "--no-sandbox --lang=de",
      MAYFLY_USER_AGENT: "Mayfly 1.0 (test)",
      MAYFLY_ROBOTS: "false",
      MAYFLY_DELAY: "0.5",
    },
    [url],
  );
  expect(read).toMatchObject({
    urls: ["https://a.org/", "https://b.org/", url],
    browserArguments: ["--no-sandbox", "--lang=de"],
    userAgent: "Mayfly 1.0 (test)",
    robots: false,
    delay: 0.5,
  });
});

test("an empty value is none", () => {
  expect(readSettings({ MAYFLY_MAX_PAGES: " " }, [url]).maxPages).toBe(100);
});

test("a sitemap alone is something to crawl", () => {
  expect(readSettings({ MAYFLY_SITEMAPS: url }).sitemaps).toEqual([url]);
});

describe("one sentence says what is wrong:", () => {
  test.each<[Record<string, string>, string[], string]>([
    [{}, ["ftp://x"], 'Expected an absolute http or https URL for URL, but got "ftp://x".'],
    [{}, ["example.com"], 'Expected an absolute http or https URL for URL, but got "example.com".'],
    [{}, [], "Expected at least one URL as an argument or in MAYFLY_URLS, but got none."],
    [
      { MAYFLY_SITEMAPS: "robots" },
      [],
      "Expected at least one URL as an argument or in MAYFLY_URLS, but got none.",
    ],
    [
      { MAYFLY_SITEMAPS: "robot" },
      [url],
      'Expected an absolute http or https URL for MAYFLY_SITEMAPS, but got "robot".',
    ],
    [
      { MAYFLY_MAX_PAGES: "0" },
      [url],
      'Expected a whole number from 1 to 10000000 for MAYFLY_MAX_PAGES, but got "0".',
    ],
    [
      { MAYFLY_MAX_DEPTH: "1.5" },
      [url],
      'Expected a whole number from 0 to 1000 for MAYFLY_MAX_DEPTH, but got "1.5".',
    ],
    [
      { MAYFLY_DELAY: "-1" },
      [url],
      'Expected a number of seconds from 0 to 3600 for MAYFLY_DELAY, but got "-1".',
    ],
    [
      { MAYFLY_SCOPE: "site" },
      [url],
      'Expected one of page, same-origin, same-hostname, same-domain, any for MAYFLY_SCOPE, but got "site".',
    ],
    [
      { MAYFLY_EXCLUDE: "/a/** re:(x" },
      [url],
      'Expected a glob, or re: and a regular expression of RE2 (missing closing )), for MAYFLY_EXCLUDE, but got "re:(x".',
    ],
    [
      { MAYFLY_ORDER: "depth", MAYFLY_PREFER: "/a" },
      [url],
      'Expected the order priority with MAYFLY_PREFER, but got "depth" for MAYFLY_ORDER.',
    ],
    [{ MAYFLY_ROBOTS: "yes" }, [url], 'Expected true or false for MAYFLY_ROBOTS, but got "yes".'],
    [
      { SELENIUM_URL: "localhost:4444" },
      [url],
      'Expected an absolute http or https URL for SELENIUM_URL, but got "localhost:4444".',
    ],
  ])("%o %o", (environment, argv, message) => {
    expect(() => readSettings(environment, argv)).toThrow(new SettingError(message));
  });
});

test.each([
  "--proxy-server=socks5://localhost:9",
  "-proxy-server=a",
  "proxy-server=a",
  "--Proxy-PAC-URL=http://a/",
  "--proxy-bypass-list=*",
  "--proxy-auto-detect",
  "--no-proxy-server",
])("the browser gets no proxy of its own: %s", (argument) => {
  const environment = { MAYFLY_BROWSER_ARGUMENTS: `--lang=de ${argument}` };
  expect(() => readSettings(environment, [url])).toThrow(
    new SettingError(
      `Expected no proxy, which --proxy sets for browser and crawler, for MAYFLY_BROWSER_ARGUMENTS, but got "${argument}".`,
    ),
  );
});

test("an argument that only looks like one of a proxy is the browser's", () => {
  const environment = { MAYFLY_BROWSER_ARGUMENTS: "--proxy-server-tests --lang=proxy-server" };
  expect(readSettings(environment, [url]).browserArguments).toHaveLength(2);
});

test("a parser names the option it is used for", () => {
  expect(() => settings.maxPages.parse("many", "--max-pages")).toThrow(
    'Expected a whole number from 1 to 10000000 for --max-pages, but got "many".',
  );
});

test("every row of the table has the environment name of the contract", () => {
  for (const [name, environmentName] of Object.entries(environmentNames)) {
    expect(Object.entries(settings)).toContainEqual([
      name,
      expect.objectContaining({ environmentName }),
    ]);
  }
});

test("the default that people read is the one that holds", () => {
  for (const [name, { defaultText, parse, fallback }] of Object.entries(settings)) {
    // Some depend on something else, told in words.
    if (defaultText === undefined || fallback === undefined) continue;
    expect([name, parse(defaultText, name)]).toEqual([name, fallback]);
  }
});

test.each([
  ["500000", 500_000],
  ["64k", 64_000],
  ["1.5M", 1_500_000],
  ["2G", 2_000_000_000],
])("%s is %i bytes", (text, bytes) => {
  expect(settings.sizeLimit.parse(text, "--size-limit")).toBe(bytes);
});

describe("nothing that cannot be used gets through:", () => {
  test.each<[keyof typeof settings, string]>([
    ["urls", "https://a.org/ mailto:x@y.z"],
    ["sitemaps", "sitemap.xml"],
    ["include", "re:a(?=b)"],
    ["prefer", "re:"],
    ["sizeLimit", "10T"],
    ["sizeLimit", "0"],
    ["sizeLimit", "0.2"],
    ["rate", "0"],
    ["connections", "0"],
    ["order", "random"],
    ["extraHops", "-1"],
    ["maxDepth", "1001"],
    ["maxPages", "1e3"],
    ["timeLimit", "0"],
    ["timeLimit", "Infinity"],
    ["delay", "3601"],
    ["retries", "21"],
    ["proxy", "proxy:3128"],
    ["proxy", "ftp://proxy:3128"],
    ["proxy", "http://proxy:3128/path"],
    ["proxy", "socks5://"],
    ["proxy", "http://me:100%@proxy"],
    ["retries", "-1"],
    ["extract", "price"],
    ["userAgent", "two\nlines"],
    ["viewport", "1280"],
    ["viewport", "0x100"],
    ["viewport", "10001x100"],
    ["viewport", "100x100@11"],
    ["screenshot", "all"],
    ["scroll", "0"],
    ["settle", "soon"],
    ["locale", "de_DE"],
    ["timezone", "Europe/Atlantis"],
    ["block", "image,script"],
    ["pageLoadTimeout", "0"],
    ["scriptTimeout", "1s"],
    ["readyTimeout", "NaN"],
    ["endpoint", "ws://127.0.0.1:4444"],
    ["browserBinary", "a\u0000b"],
    ["robots", "TRUE"],
    ["scope", ""],
  ])("%s %j", (name, text) => {
    expect(() => settings[name].parse(text, "--option")).toThrow(SettingError);
    expect(() => settings[name].parse(text, "--option")).toThrow(
      /^Expected .+ for --option, but got ".*"\.$/s,
    );
  });
});

test("a proxy's password is not repeated when its URL is refused", () => {
  for (const text of ["ftp://me:secret@proxy", "http://me:secret@proxy/path"]) {
    expect(() => settings.proxy.parse(text, "--proxy")).toThrow(/, but got "\w+:\/\/\*\*\*@proxy/);
  }
  for (const text of ["http://proxy", "https://me:p%40ss@proxy:8443/", "socks5://[::1]:1080"]) {
    expect(settings.proxy.parse(text, "--proxy")).toBe(text);
  }
});
