import { noProgress, type CheckpointParts, type Progress } from "./checkpoint.ts";
import type { SkipReason } from "./contract.ts";
import { ranking } from "./crawl-order.ts";
import type { CrawlParts, Sitemap } from "./crawl-parts.ts";
import { CrawlRecords } from "./crawl-records.ts";
import { ResultsError } from "./errors.ts";
import { FindingDraft } from "./finding.ts";
import { Frontier } from "./frontier.ts";
import type { FrontierEntry, KnownUrls } from "./known-urls.ts";
import { LinkRules } from "./link-rules.ts";
import { isOfLinks, newSeeds, seedsFirst } from "./new-seeds.ts";
import { normaliseUrl } from "./normalise-url.ts";
import { CrawlScope } from "./scope.ts";
import { Throttling } from "./throttling.ts";

/** URLs in one line of the journal, at the start and at the end, where no page bounds them. */
const mostInLine = 1000;

/** What a crawl knows: all that its pages share, and that a checkpoint keeps. */
export class CrawlState {
  readonly throttling = new Throttling();
  readonly records: CrawlRecords;
  readonly scope: CrawlScope;
  readonly #parts: CrawlParts;
  readonly #rules: LinkRules;
  #known!: KnownUrls;
  #frontier!: Frontier;
  readonly #roots = new Set<string>();
  /** URLs that are pending, and nothing for this crawl. */
  #aside = 0;
  /** What is not in the journal yet. */
  readonly #drafts = new Set<FindingDraft>();

  constructor(parts: CrawlParts) {
    const { settings } = parts;
    this.#parts = parts;
    this.records = new CrawlRecords(parts.clock, () => this.frontier.size + this.#aside);
    this.scope = new CrawlScope(settings.scope, settings.include, settings.exclude);
    this.#rules = new LinkRules(this.scope, settings);
    this.#goOnFrom(noProgress());
  }

  get frontier(): Frontier {
    return this.#frontier;
  }

  get known(): KnownUrls {
    return this.#known;
  }

  /**
   * Goes on from what a crawl before this one left; its seeds and sitemaps are known already, others are added, and come
   * first. Throws {@link ResultsError} where its pages leave no room for them.
   */
  async begin(): Promise<void> {
    const { journal, seeds, sitemaps } = this.#parts;
    const resumed = await journal.resume();
    const urls = seeds.flatMap((seed) => normaliseUrl(seed) ?? []);
    const first = resumed.lines > 0 ? newSeeds(resumed.known, urls) : new Set<string>();
    // A checkpoint is taken at the end of a crawl that is refused, too.
    this.#goOnFrom(resumed, first);
    this.#requireRoom(first);
    let draft = this.draft();
    for (const url of urls) {
      this.#known.addSeed(url);
      this.scope.addRoot(url);
      this.#queue(draft, { url, depth: 0, referrer: null, attempts: 0 }, true);
      draft = await this.#writeLong(draft);
    }
    for (const sitemap of sitemaps) draft = await this.#addListed(draft, sitemap);
    await this.write(draft);
    if (resumed.lines === 0) return;
    await this.#judgeAgain();
    this.#tellResumed(first.size > 0 && urls.every((url) => first.has(url)));
  }

  /** Tells what was left, once no other link can lead there any more. */
  async tellLeft(): Promise<void> {
    let draft = this.draft();
    for (const { entry, reason, isTold } of this.#known.refused()) {
      if (isTold) continue;
      this.skip(draft, entry, reason);
      draft = await this.#writeLong(draft);
    }
    await this.write(draft);
  }

  /** What one page changes; it counts once it is written, and then the page needs no visit any more. */
  draft(entry: FrontierEntry | null = null): FindingDraft {
    const draft = new FindingDraft(entry);
    this.#drafts.add(draft);
    return draft;
  }

  /** Forgets a draft that comes to nothing: its page will be visited again. */
  drop(draft: FindingDraft): void {
    this.#drafts.delete(draft);
  }

  /** Writes what a page changed: first to where another crawler goes on from, so that nothing is told twice. */
  async write(draft: FindingDraft): Promise<void> {
    const { output, journal } = this.#parts;
    this.#drafts.delete(draft);
    if (draft.entry !== null) this.#known.finish(draft.entry.url);
    const line = draft.toLine();
    if (line === null) return;
    this.records.count(draft);
    await journal.append(line);
    for (const record of draft.records) output.record(record);
    for (const [level, message] of draft.lines) output.log(level, message);
  }

  /** Decides about a link of a page that is `hops` links out of the scope; `avoided`: it asks not to be followed. */
  addLink(draft: FindingDraft, link: FrontierEntry, hops: number, avoided: boolean): void {
    const known = this.#known;
    const told = known.isTold(link.url) ? known.reasonOf(link.url) : null;
    const isLeft = told === "nofollow" || told === "depth";
    if (known.has(link.url) && !isLeft && !known.isShorter(link)) return;
    const verdict = this.#rules.judge(link, hops, avoided);
    if (verdict.kind === "follow") {
      const entry = verdict.hops === 0 ? link : { ...link, hops: verdict.hops };
      this.#queue(draft, entry, isLeft);
    } else if (known.has(link.url)) return;
    else if (verdict.kind === "refuse") this.skip(draft, link, verdict.reason);
    else if (known.leave(link, verdict.reason)) {
      draft.left.push({ ...link, reason: verdict.reason });
    }
  }

  /** Leaves a URL to another crawl that goes on from this one: it counts as queued. */
  setAside(draft: FindingDraft): void {
    this.drop(draft);
    this.#aside += 1;
  }

  /** Tells that a URL is not visited, or that its page is not kept. */
  skip(draft: FindingDraft, entry: FrontierEntry, reason: SkipReason): void {
    this.#known.refuse(entry, reason, true);
    this.records.skip(draft, entry, reason);
  }

  /** Takes the page that a seed redirected to as a place from which the scope is measured. */
  addRoot(draft: FindingDraft, url: string): void {
    this.scope.addRoot(url);
    this.#roots.add(url);
    draft.roots.push(url);
  }

  /** Links in a row out of the scope that a redirect makes of those to the page that was asked for; null: too many. */
  hopsAfterRedirect(url: string, { hops = 0 }: FrontierEntry): number | null {
    const after = this.#rules.hopsTo(url, Math.max(1, hops));
    return typeof after === "number" ? after : null;
  }

  addDocument(draft: FindingDraft, url: string): void {
    this.#known.addDocument(url);
    draft.documents.push(url);
  }

  /** What is in the journal: pages in flight are pending, and their documents unknown. */
  checkpoint(): Omit<CheckpointParts, "lines"> {
    const unwritten = [...this.#drafts].flatMap(({ documents }) => documents);
    return {
      counts: this.records.written,
      roots: new Set(this.#roots),
      urls: this.#known.snapshot(unwritten),
    };
  }

  /** A limit that is reached already would end the crawl as if all that was asked for were there. */
  #requireRoom(first: ReadonlySet<string>): void {
    const { pages } = this.records;
    const { maxPages } = this.#parts.settings;
    const [url] = first;
    if (url === undefined || pages < maxPages) return;
    throw new ResultsError(
      `Results in ${this.#place} have ${String(pages)} pages already, and --max-pages is ${String(maxPages)}, so that ${url} would not be visited: give another place, or a greater limit`,
    );
  }

  get #place(): string {
    return this.#parts.settings.results ?? "this place";
  }

  #goOnFrom({ counts, roots, known }: Progress, first: ReadonlySet<string> = new Set()): void {
    const { prefer, order: asked } = this.#parts.settings;
    const order = asked ?? (prefer.length > 0 ? "priority" : "breadth");
    this.records.goOnFrom(counts);
    this.#known = known;
    // Until its first page tells whether it wants pauses.
    const rank = seedsFirst(first, ranking(order, prefer));
    this.#frontier = new Frontier(known, { connections: 1, rank });
    this.#frontier.addPending();
    for (const url of roots) {
      this.#roots.add(url);
      this.scope.addRoot(url);
    }
  }

  #tellResumed(isOther: boolean): void {
    const { output, settings } = this.#parts;
    const { pages } = this.records;
    const pending = this.#frontier.size;
    output.log(
      "INFO",
      `Going on after ${String(pages)} pages, with ${String(pending)} URLs to visit.`,
    );
    if (isOther) {
      const problem = `⛔ What is in ${this.#place} is of a crawl of other URLs, and this one goes on with both.`;
      output.log("WARNING", problem);
    }
    if (pending === 0) {
      const problem = `⛔ A crawl in ${this.#place} has ended: crawling again needs another place.`;
      output.log("WARNING", problem);
    } else if (pages >= settings.maxPages) {
      const limit = String(settings.maxPages);
      output.log(
        "WARNING",
        `⛔ No more pages: those are as many as --max-pages allows (${limit}).`,
      );
    }
  }

  /** Adds a URL to visit, unless it is known; `again`: also one of which it was told that it is not visited. */
  #queue(draft: FindingDraft, entry: FrontierEntry, again: boolean): void {
    const known = this.#known;
    const reason = known.isTold(entry.url) ? known.reasonOf(entry.url) : null;
    const isBack = again && reason !== null && isOfLinks(reason);
    if (isBack || !known.has(entry.url)) {
      if (isBack) this.records.unskip(reason);
      this.#frontier.add(entry);
    } else if (!known.shorten(entry)) return;
    draft.queued.push(entry);
  }

  /** What was not followed may be in scope, or near enough, by other settings than those of the crawl before. */
  async #judgeAgain(): Promise<void> {
    let draft = this.draft();
    for (const { entry, reason } of this.#known.refused()) {
      if (!isOfLinks(reason)) continue;
      const hops = entry.referrer === null ? 0 : this.#known.hopsOf(entry.referrer);
      const verdict = this.#rules.judge(entry, hops, reason === "nofollow");
      if (verdict.kind !== "follow") continue;
      this.#queue(draft, { ...entry, ...(verdict.hops === 0 ? {} : { hops: verdict.hops }) }, true);
      draft = await this.#writeLong(draft);
    }
    await this.write(draft);
  }

  /** A sitemap stands for its site, as a seed does; what it lists elsewhere is a link like any other. */
  async #addListed(first: FindingDraft, sitemap: Sitemap): Promise<FindingDraft> {
    const { scope } = this.#parts.settings;
    const { hostname } = new URL(sitemap.url);
    let draft = first;
    let unusable: string | null = null;
    this.scope.addRoot(sitemap.url);
    for await (const { url: listed, priority } of sitemap.pages) {
      const url = normaliseUrl(listed, sitemap.url);
      if (url === null) {
        unusable ??= listed;
        continue;
      }
      // That scope means no links; a listed page was asked for.
      if (scope === "page" && new URL(url).hostname === hostname) this.scope.addRoot(url);
      const entry = { url, depth: 0, referrer: null, attempts: 0 };
      this.addLink(draft, priority === undefined ? entry : { ...entry, priority }, 0, false);
      draft = await this.#writeLong(draft);
    }
    if (unusable !== null) this.#tellUnusable(sitemap, unusable);
    return draft;
  }

  #tellUnusable({ url }: Sitemap, example: string): void {
    const text = JSON.stringify(example.slice(0, 200));
    const problem = `⛔ Sitemap ${url} lists what is no http or https URL, such as ${text}.`;
    this.#parts.output.log("WARNING", problem);
  }

  /** A draft to go on with: the same, unless its line is long enough. */
  async #writeLong(draft: FindingDraft): Promise<FindingDraft> {
    if (draft.queued.length + draft.records.length < mostInLine) return draft;
    await this.write(draft);
    return this.draft();
  }
}
