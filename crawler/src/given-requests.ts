/** Which headers and cookies of the settings a URL is asked with: never a third party's. */
import type { CrawlSettings } from "./config.ts";
import {
  givenCookie,
  givenHeader,
  givenUser,
  type GivenCookie,
  type GivenHeader,
} from "./request-rules.ts";
import { registrableDomain } from "./registrable-domain.ts";
import { CrawlScope } from "./scope.ts";
import { sitemapUrls } from "./sitemap-sources.ts";

/** Settings on which it depends. */
export type RequestSettings = Pick<
  CrawlSettings,
  "urls" | "sitemaps" | "scope" | "header" | "cookie" | "basicAuth"
>;

/** What requests carry that the settings give them. */
export class GivenRequests {
  /** The cookies, each with the URL of a start host that it is set for. */
  readonly cookies: readonly { readonly url: string; readonly cookie: GivenCookie }[];
  readonly #headers: readonly GivenHeader[];
  readonly #authorization: GivenHeader | null;
  readonly #starts: readonly URL[];
  readonly #scope: CrawlSettings["scope"];
  /** Where headers go, by protocol: a site that is asked by https gets no secret over http. */
  readonly #places: Readonly<Record<string, CrawlScope>>;

  constructor(settings: RequestSettings) {
    const { header, basicAuth, cookie, urls, sitemaps } = settings;
    this.#headers = header.flatMap((text) => givenHeader(text) ?? []);
    this.#authorization = basicAuth === undefined ? null : authorization(basicAuth);
    this.#starts = [...urls, ...sitemapUrls(sitemaps)].map((url) => new URL(url));
    this.#scope = headerScope(settings.scope);
    const plain = this.#starts.filter(({ protocol }) => protocol === "http:");
    this.#places = {
      "https:": placeOf(this.#starts, this.#scope),
      "http:": placeOf(plain, this.#scope),
    };
    const hosts = [...new Map(this.#starts.map((url) => [url.hostname, url.href])).values()];
    this.cookies = cookie
      .flatMap((text) => givenCookie(text) ?? [])
      .flatMap((given) =>
        (given.domain === null ? hosts : hosts.slice(0, 1)).map((url) => ({ url, cookie: given })),
      );
  }

  /** Whether there are headers that the browser does not send by itself. */
  get hasHeaders(): boolean {
    return this.#headers.length > 0 || this.#authorization !== null;
  }

  /** Names of the headers, in small letters. */
  get headerNames(): readonly string[] {
    return this.#headers.map(({ name }) => name.toLowerCase());
  }

  /** Patterns of DevTools' Fetch domain that match all URLs that get headers, and may match others. */
  get patterns(): readonly string[] {
    if (!this.hasHeaders) return [];
    const isWide = this.#scope === "same-domain";
    const names = this.#starts.map(({ hostname }) =>
      isWide ? `*${registrableDomain(hostname)}` : hostname,
    );
    return [...new Set(names)].flatMap((name) => [`*://${name}/*`, `*://${name}:*/*`]);
  }

  /** Headers for a request to `url`, beside cookies. */
  headers(url: string): Readonly<Record<string, string>> {
    const { protocol, hostname } = new URL(url);
    if (!this.hasHeaders || this.#places[protocol]?.refusal(url) !== null) return {};
    const isStart = this.#starts.some((start) => start.hostname === hostname);
    const authorization = isStart && this.#authorization !== null ? [this.#authorization] : [];
    return Object.fromEntries(
      [...authorization, ...this.#headers].map(({ name, value }) => [name.toLowerCase(), value]),
    );
  }

  /** The same with the cookies: for who has no jar. */
  headersWithCookies(url: string): Readonly<Record<string, string>> {
    const pairs = new Map(
      this.cookies
        .filter(({ url: start, cookie }) => isSent(cookie, new URL(start), new URL(url)))
        .map(({ cookie: { name, value } }) => [name, value]),
    );
    const cookie = [...pairs].map(([name, value]) => `${name}=${value}`).join("; ");
    return { ...this.headers(url), ...(cookie === "" ? {} : { cookie }) };
  }
}

function placeOf(starts: readonly URL[], scope: CrawlSettings["scope"]): CrawlScope {
  const place = new CrawlScope(scope, [], []);
  for (const { href } of starts) place.addRoot(href);
  return place;
}

/** A secret is not for everybody: where links are followed anywhere, headers go to the start hosts alone. */
function headerScope(scope: CrawlSettings["scope"]): CrawlSettings["scope"] {
  if (scope === "any") return "same-hostname";
  return scope === "page" ? "same-origin" : scope;
}

/** https://www.rfc-editor.org/rfc/rfc7617#section-2, in UTF-8. */
function authorization(text: string): GivenHeader | null {
  const given = givenUser(text);
  if (given === null) return null;
  const pair = Buffer.from(`${given.user}:${given.password}`).toString("base64");
  return { name: "Authorization", value: `Basic ${pair}` };
}

/** https://www.rfc-editor.org/rfc/rfc6265#section-5.4 */
function isSent({ domain, path, secure }: GivenCookie, start: URL, url: URL): boolean {
  const { hostname, pathname, protocol } = url;
  const isHost =
    domain === null
      ? hostname === start.hostname
      : hostname === domain || hostname.endsWith(`.${domain}`);
  const isPath = pathname === path || pathname.startsWith(path.endsWith("/") ? path : `${path}/`);
  return isHost && isPath && (!secure || protocol === "https:");
}
