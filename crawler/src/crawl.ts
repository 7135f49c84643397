import { failure, type FailedVisit, type Visit } from "./classify.ts";
import type { SkipReason } from "./contract.ts";
import type { CrawlCounts, CrawlParts, Sitemap } from "./crawl-parts.ts";
import { CrawlRecords } from "./crawl-records.ts";
import { Frontier, type FrontierEntry } from "./frontier.ts";
import { normaliseUrl } from "./normalise-url.ts";
import { isHtml } from "./page-record.ts";
import type { PageReading } from "./page-script.ts";
import { pauseMs } from "./politeness.ts";
import { headerDirectives, metaDirectives, type RobotsDirectives } from "./robots-directives.ts";
import type { RobotsAnswer } from "./robots.ts";
import { backOffMs, isRetryable } from "./retry.ts";
import { CrawlScope } from "./scope.ts";
import { isThrottling, Throttling, type Throttle } from "./throttling.ts";
import type { PlainAnswer } from "./without-browser.ts";

/** One crawl: takes URLs from the frontier and writes a record for each page and each skip. */
export class Crawl {
  readonly #parts: CrawlParts;
  readonly #frontier = new Frontier();
  readonly #scope: CrawlScope;
  readonly #throttling = new Throttling();
  /** Normalised URLs of the documents that are in a record. */
  readonly #documents = new Set<string>();
  readonly #seeds = new Set<string>();
  /** URLs to which only links led so far that ask not to be followed. */
  readonly #notFollowed = new Map<string, FrontierEntry>();
  readonly #records: CrawlRecords;

  constructor(parts: CrawlParts) {
    const { settings, seeds } = parts;
    this.#parts = parts;
    this.#records = new CrawlRecords(parts, () => this.#frontier.size);
    this.#scope = new CrawlScope(settings.scope, settings.include, settings.exclude);
    for (const seed of seeds) {
      const url = normaliseUrl(seed);
      if (url === null || !this.#frontier.see(url)) continue;
      this.#seeds.add(url);
      this.#scope.addRoot(url);
      this.#frontier.add(url, 0, null);
    }
  }

  get counts(): CrawlCounts {
    return this.#records.counts;
  }

  /** Crawls until nothing is left, the page limit is reached, or `stopping` is aborted. */
  async run(): Promise<void> {
    for (const sitemap of this.#parts.sitemaps) this.#addListed(sitemap);
    await this.#takeAll();
    // Only now it is known that no other link leads there.
    for (const [url, entry] of this.#notFollowed) {
      if (!this.#frontier.has(url)) this.#records.skip(entry, "nofollow");
    }
  }

  async #takeAll(): Promise<void> {
    const { settings, clock, stopping } = this.#parts;
    while (!stopping.aborted && this.#records.pages < settings.maxPages) {
      const step = this.#frontier.next(clock.now());
      if (step.kind === "done") return;
      if (step.kind === "wait") await clock.sleep(step.ms, stopping);
      else await this.#take(step.entry);
    }
  }

  /** A sitemap stands for its site, as a seed does; what it lists elsewhere is a link like any other. */
  #addListed(sitemap: Sitemap): void {
    const { scope } = this.#parts.settings;
    const { hostname } = new URL(sitemap.url);
    this.#scope.addRoot(sitemap.url);
    for (const page of sitemap.pages) {
      const url = normaliseUrl(page);
      if (url === null || !this.#frontier.see(url)) continue;
      // That scope means no links; a listed page was asked for.
      if (scope === "page" && new URL(url).hostname === hostname) this.#scope.addRoot(url);
      const refusal = this.#scope.refusal(url);
      if (refusal === null) this.#frontier.add(url, 0, null);
      else this.#records.skip({ url, depth: 0, referrer: null, attempts: 0 }, refusal);
    }
  }

  async #take(entry: FrontierEntry): Promise<void> {
    const { settings, robots, clock, stopping } = this.#parts;
    const { url } = entry;
    if (this.#documents.has(url)) {
      this.#records.skip(entry, "duplicate");
      return;
    }
    const closed = this.#throttling.refusal(url, clock.now());
    if (closed !== null) {
      this.#records.keepUnasked(entry, failure("httpError", closed, false));
      return;
    }
    const answer: RobotsAnswer = settings.robots
      ? await robots.ask(url, stopping)
      : { kind: "allowed", crawlDelay: 0 };
    if (stopping.aborted) {
      // Not visited: it counts as queued.
      this.#frontier.retry(entry, clock.now());
      return;
    }
    switch (answer.kind) {
      case "disallowed":
        this.#records.skip(entry, "robotsTxt");
        return;
      case "unreachable":
        this.#records.keepUnasked(entry, failure(answer.code, answer.message, false));
        return;
      case "allowed":
        await this.#visit({ ...entry, attempts: entry.attempts + 1 }, answer.crawlDelay);
    }
  }

  async #visit(entry: FrontierEntry, crawlDelay: number): Promise<void> {
    const { settings, clock, output } = this.#parts;
    const startedMs = clock.now();
    const visit = await this.#parts.visit(entry.url).catch((error: unknown) => {
      // Not visited: it counts as queued.
      this.#frontier.retry(entry, startedMs);
      throw error;
    });
    const loadMs = clock.now() - startedMs;
    this.#pause(entry.url, crawlDelay);
    if (visit.kind === "error") {
      const throttle = await this.#throttle(entry.url, visit);
      if (throttle?.kind === "closed") {
        const closed = { ...visit, message: throttle.message };
        this.#records.keep(closed, entry, { loadMs, plain: null, noindex: false });
        return;
      }
      if (isRetryable(visit.code, visit.status, entry.attempts, settings.retries)) {
        const delayMs = throttle?.ms ?? backOffMs(entry.attempts, Math.random());
        const seconds = (delayMs / 1000).toFixed(1);
        output.log("WARNING", `⛔ ${entry.url}: ${visit.message}; trying again in ${seconds} s.`);
        this.#frontier.retry(entry, clock.now() + delayMs);
        return;
      }
    }
    if (visit.kind === "document") {
      const { href } = visit.reading;
      this.#throttling.answered(href);
      // A redirect has asked a second host.
      this.#pause(href, 0);
      const refusal = await this.#refusalOfDocument(entry, href);
      if (refusal !== null) {
        this.#records.skip(entry, refusal);
        return;
      }
    }
    const plain =
      visit.kind === "noDocument" ? await this.#parts.answerWithoutBrowser(entry.url) : null;
    const { noindex, nofollow } = this.#directives(visit, plain);
    // The links first, so that the record tells how many URLs wait after this page.
    if (visit.kind === "document" && isHtml(visit.reading)) {
      this.#follow(entry, visit.reading, nofollow);
    }
    this.#records.keep(visit, entry, { loadMs, plain, noindex });
  }

  #pause(url: string, crawlDelay: number): void {
    const { settings, clock } = this.#parts;
    this.#frontier.hold(url, clock.now() + pauseMs(url, settings.delay, crawlDelay));
  }

  /** Lets all pages of a host wait that answers 429 or 503; null when this one does not. */
  async #throttle(asked: string, { status, reading }: FailedVisit): Promise<Throttle | null> {
    if (!isThrottling(status)) return null;
    const { clock, retryAfter, output } = this.#parts;
    const url = reading?.href ?? asked;
    const askedForMs = await retryAfter(url);
    const nowMs = clock.now();
    const throttle = this.#throttling.throttled(url, status, askedForMs, nowMs, Math.random());
    if (throttle.kind === "wait") {
      this.#frontier.hold(url, nowMs + throttle.ms);
      const seconds = (throttle.ms / 1000).toFixed(1);
      const why = askedForMs === null ? "" : ", as its Retry-After asks";
      output.log("WARNING", `⛔ ${new URL(url).host} is left alone for ${seconds} s${why}.`);
    }
    return throttle;
  }

  /** Why a document that a redirect led to is not stored; null when it is. */
  async #refusalOfDocument(entry: FrontierEntry, href: string): Promise<SkipReason | null> {
    const { settings } = this.#parts;
    const url = normaliseUrl(href) ?? href;
    if (url !== entry.url) {
      if (this.#documents.has(url)) return "duplicate";
      // A seed is where people say, wherever it lands: example.com may live at www.example.com.
      if (this.#seeds.has(entry.url)) this.#scope.addRoot(url);
      else if (this.#scope.refusal(url) !== null) return "redirectedOutOfScope";
      if (settings.robots && !(await this.#mayKeep(url))) return "robotsTxt";
      this.#frontier.see(url);
    }
    this.#documents.add(url);
    return null;
  }

  /** Whether robots.txt lets a page be kept that is loaded already; a crawl that is to stop gets no answer any more. */
  async #mayKeep(url: string): Promise<boolean> {
    const { robots, stopping } = this.#parts;
    const { kind } = await robots.ask(url, stopping);
    return kind === "allowed" || (kind === "unreachable" && stopping.aborted);
  }

  /** What a page asks of robots: WebDriver tells no header, so X-Robots-Tag is known of files alone. */
  #directives(visit: Visit, plain: PlainAnswer | null): RobotsDirectives {
    const { robots, userAgent } = this.#parts.settings;
    return visit.kind === "document" && robots
      ? metaDirectives(visit.reading.robotsMeta, userAgent)
      : headerDirectives(robots ? (plain?.robotsTag ?? null) : null, userAgent);
  }

  #follow(entry: FrontierEntry, { links, nofollowLinks }: PageReading, nofollow: boolean): void {
    const { settings } = this.#parts;
    const avoided = new Set(settings.robots ? (nofollow ? links : nofollowLinks) : []);
    const depth = entry.depth + 1;
    for (const link of links) {
      const url = normaliseUrl(link);
      if (url === null || this.#frontier.has(url)) continue;
      const refusal = this.#scope.refusal(url);
      if (refusal === null && avoided.has(link)) {
        if (!this.#notFollowed.has(url)) {
          this.#notFollowed.set(url, { url, depth, referrer: entry.url, attempts: 0 });
        }
        continue;
      }
      this.#frontier.see(url);
      const reason = refusal ?? (depth > settings.maxDepth ? "depth" : null);
      if (reason === null) this.#frontier.add(url, depth, entry.url);
      else this.#records.skip({ url, depth, referrer: entry.url, attempts: 0 }, reason);
    }
  }
}
