import { failure, type FailedVisit, type Visit } from "./classify.ts";
import type { KeptFileNames, SkipReason } from "./contract.ts";
import type { CrawlParts } from "./crawl-parts.ts";
import type { CrawlState } from "./crawl-state.ts";
import type { FindingDraft } from "./finding.ts";
import type { FrontierEntry } from "./known-urls.ts";
import { normaliseUrl } from "./normalise-url.ts";
import { isHtml, type VisitContext } from "./page-record.ts";
import type { PageReading } from "./page-script.ts";
import { pauseMs } from "./politeness.ts";
import { privateHost } from "./private-address.ts";
import { retryAfterMs } from "./retry-after.ts";
import { backOffMs, isRetryable } from "./retry.ts";
import { headerDirectives, metaDirectives, type RobotsDirectives } from "./robots-directives.ts";
import type { RobotsAnswer } from "./robots.ts";
import { isThrottling, type Throttle } from "./throttling.ts";
import type { PlainAnswer } from "./without-browser.ts";

type KeptContext = Pick<VisitContext, "loadMs" | "plain" | "noindex" | "files">;

/** One URL of the frontier, from its turn to its record, its skip, or its place further back. */
export class PageVisit {
  readonly #parts: CrawlParts;
  readonly #state: CrawlState;
  readonly #entry: FrontierEntry;
  readonly #draft: FindingDraft;
  #pauseMs: number | null = null;
  /** Links in a row that led out of the scope to the document. */
  #hops: number;

  constructor(parts: CrawlParts, state: CrawlState, entry: FrontierEntry) {
    this.#parts = parts;
    this.#state = state;
    this.#entry = entry;
    this.#draft = state.draft(entry);
    this.#hops = entry.hops ?? 0;
  }

  /** Milliseconds between two pages of the host; null where nobody asked what it wants. */
  get pauseMs(): number | null {
    return this.#pauseMs;
  }

  /** Visits the page, unless it may not be visited. Throws when there is no browser, or no output, any more. */
  async run(): Promise<void> {
    try {
      const isFinished = await this.#isFinished();
      if (isFinished && this.#parts.leaving?.aborted !== true) await this.#state.write(this.#draft);
    } finally {
      this.#state.drop(this.#draft);
    }
  }

  /** False when the URL went back to the frontier, or is left. */
  async #isFinished(): Promise<boolean> {
    const { settings, robots, clock, stopping } = this.#parts;
    const { url } = this.#entry;
    if (this.#state.known.hasDocument(url)) return this.#skip("duplicate");
    const refusal = settings.allowPrivate === true ? null : privateHost(new URL(url).hostname);
    if (refusal !== null) return this.#keepUnasked(failure("privateAddress", refusal, false));
    if (this.#state.throttling.isClosed(url, clock.now())) {
      this.#state.setAside(this.#draft);
      return false;
    }
    const answer: RobotsAnswer = settings.robots
      ? await robots.ask(url, stopping)
      : { kind: "allowed", crawlDelay: 0 };
    // Not visited: it counts as queued.
    if (stopping.aborted) return this.#putBack(this.#entry, clock.now());
    switch (answer.kind) {
      case "disallowed":
        return this.#skip("robotsTxt");
      case "later":
        // No page of this host need ask before.
        this.#state.frontier.hold(url, clock.now() + answer.ms);
        return this.#putBack(this.#entry, clock.now() + answer.ms);
      case "unreachable":
        return this.#keepUnasked(failure(answer.code, answer.message, false));
      case "allowed":
        this.#pauseMs = pauseMs(url, settings.delay, answer.crawlDelay);
        return await this.#visit(
          { ...this.#entry, attempts: this.#entry.attempts + 1 },
          this.#pauseMs,
        );
    }
  }

  async #visit(entry: FrontierEntry, ownPauseMs: number): Promise<boolean> {
    const { clock } = this.#parts;
    const { url } = entry;
    const startedMs = clock.now();
    const visit = await this.#parts.visit(url).catch((error: unknown) => {
      // Not visited: it counts as queued.
      this.#putBack(this.#entry, startedMs);
      throw error;
    });
    if (this.#parts.leaving?.aborted === true) return false;
    const loadMs = clock.now() - startedMs;
    this.#state.frontier.hold(url, clock.now() + ownPauseMs);
    if (visit.kind === "error") {
      const closed = await this.#triedAgain(entry, visit);
      if (closed === true) return false;
      if (closed !== null) {
        return this.#keep({ ...visit, message: closed }, entry, {
          loadMs,
          plain: null,
          noindex: false,
        });
      }
    }
    if (visit.kind === "document") {
      const { href } = visit.reading;
      this.#state.throttling.answered(href);
      // A redirect has asked a second host.
      this.#state.frontier.hold(href, clock.now() + pauseMs(href, this.#parts.settings.delay, 0));
      const refusal = await this.#refusalOfDocument(href);
      if (refusal !== null) return this.#skip(refusal);
    }
    const plain =
      visit.kind === "noDocument"
        ? (visit.answer ?? (await this.#parts.answerWithoutBrowser(url)))
        : null;
    if (plain?.status === null) {
      const unknown = failure("webdriver", "neither a document nor any answer came of it", false);
      return this.#keep(unknown, entry, { loadMs, plain: null, noindex: false });
    }
    // Before anything else changes: a checkpoint may be taken meanwhile.
    const files = await this.#keepFiles(visit);
    const { noindex, nofollow } = this.#directives(visit, plain);
    // The links first, so that the record tells how many URLs wait after this page.
    if (visit.kind === "document" && isHtml(visit.reading)) this.#follow(visit.reading, nofollow);
    return this.#keep(visit, entry, { loadMs, plain, noindex, files });
  }

  async #keepFiles(visit: Visit): Promise<KeptFileNames> {
    const { url } = this.#entry;
    const warc = await this.#parts.archive?.(url, visit);
    const made = visit.kind === "document" ? visit.files : undefined;
    if (made === undefined && warc === undefined) return {};
    const files = { ...made, ...(warc === undefined ? {} : { warc }) };
    const kept = await this.#parts.keepFiles?.(url, files);
    this.#draft.fileBytes = kept?.bytes ?? 0;
    return kept?.names ?? {};
  }

  #skip(reason: SkipReason): boolean {
    this.#state.skip(this.#draft, this.#entry, reason);
    return true;
  }

  #keep(visit: Visit, entry: FrontierEntry, context: KeptContext): boolean {
    this.#state.records.keep(this.#draft, visit, entry, context);
    return true;
  }

  #keepUnasked(visit: Visit): boolean {
    this.#state.records.keepUnasked(this.#draft, this.#entry, visit);
    return true;
  }

  #putBack(entry: FrontierEntry, dueMs: number): boolean {
    this.#state.frontier.retry(entry, dueMs);
    return false;
  }

  /** True when the page went back for another attempt; why it gets none although it might, when its host is closed. */
  async #triedAgain(entry: FrontierEntry, visit: FailedVisit): Promise<true | string | null> {
    const { settings, clock, output } = this.#parts;
    const throttle = await this.#throttle(visit);
    if (throttle?.kind === "closed") return throttle.message;
    // What took the session may have been the page before.
    const retries = visit.poisoned ? Math.max(1, settings.retries) : settings.retries;
    if (!isRetryable(visit.code, visit.status, entry.attempts, retries)) return null;
    const delayMs = throttle?.ms ?? backOffMs(entry.attempts, Math.random());
    const seconds = (delayMs / 1000).toFixed(1);
    output.log("WARNING", `⛔ ${entry.url}: ${visit.message}; trying again in ${seconds} s.`);
    this.#putBack(entry, clock.now() + delayMs);
    return true;
  }

  /** Lets all pages of a host wait that answers 429 or 503; null when this one does not. */
  async #throttle({ status, reading, answer }: FailedVisit): Promise<Throttle | null> {
    if (!isThrottling(status)) return null;
    const { clock, retryAfter, output } = this.#parts;
    const url = reading?.href ?? this.#entry.url;
    const askedForMs =
      answer === undefined
        ? await retryAfter(url)
        : retryAfterMs(answer.retryAfter, answer.date, clock.now());
    const nowMs = clock.now();
    const { throttling, frontier } = this.#state;
    const throttle = throttling.throttled(url, status, askedForMs, nowMs, Math.random());
    if (throttle.kind === "closed") {
      const { host } = new URL(url);
      output.log("WARNING", `⛔ ${host} is left alone, with all its pages: ${throttle.message}.`);
    } else {
      frontier.hold(url, nowMs + throttle.ms);
      const seconds = (throttle.ms / 1000).toFixed(1);
      const why = askedForMs === null ? "" : ", as its Retry-After asks";
      output.log("WARNING", `⛔ ${new URL(url).host} is left alone for ${seconds} s${why}.`);
    }
    return throttle;
  }

  /** Why a document that a redirect led to is not stored; null when it is. */
  async #refusalOfDocument(href: string): Promise<SkipReason | null> {
    const { settings } = this.#parts;
    const asked = this.#entry.url;
    const url = normaliseUrl(href) ?? href;
    if (this.#state.known.hasDocument(url)) return "duplicate";
    if (url !== asked) {
      // A seed is where people say, wherever it lands: example.com may live at www.example.com.
      if (this.#state.known.isSeed(asked)) this.#state.addRoot(this.#draft, url);
      else {
        const hops = this.#state.hopsAfterRedirect(url, this.#entry);
        if (hops === null) return "redirectedOutOfScope";
        this.#hops = hops;
      }
      if (settings.robots && !(await this.#mayKeep(url))) return "robotsTxt";
      // Another page may have led there meanwhile.
      if (this.#state.known.hasDocument(url)) return "duplicate";
    }
    this.#state.addDocument(this.#draft, url);
    return null;
  }

  /** Whether robots.txt lets a page be kept that is loaded already; a crawl that is to stop gets no answer any more. */
  async #mayKeep(url: string): Promise<boolean> {
    const { robots, stopping, clock } = this.#parts;
    for (;;) {
      const answer = await robots.ask(url, stopping);
      if (answer.kind === "later") await clock.sleep(answer.ms, stopping);
      else return answer.kind === "allowed" || (answer.kind === "unreachable" && stopping.aborted);
    }
  }

  /** What a page asks of robots, in itself and in its X-Robots-Tag header; where no log tells that, it is known of files alone. */
  #directives(visit: Visit, plain: PlainAnswer | null): RobotsDirectives {
    const { robots, userAgent } = this.#parts.settings;
    const metas = visit.kind === "document" && robots ? visit.reading.robotsMeta : [];
    const header = robots ? (visit.answer ?? plain)?.robotsTag : null;
    const [own, given] = [
      metaDirectives(metas, userAgent),
      headerDirectives(header ?? null, userAgent),
    ];
    return { noindex: own.noindex || given.noindex, nofollow: own.nofollow || given.nofollow };
  }

  #follow({ links, nofollowLinks }: PageReading, nofollow: boolean): void {
    const avoided = new Set(nofollow ? links : nofollowLinks);
    const { depth, url: referrer } = this.#entry;
    for (const link of links) {
      const url = normaliseUrl(link);
      if (url === null) continue;
      const found = { url, depth: depth + 1, referrer, attempts: 0 };
      this.#state.addLink(this.#draft, found, this.#hops, avoided.has(link));
    }
  }
}
