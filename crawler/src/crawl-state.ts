import type { Checkpoint } from "./checkpoint.ts";
import type { SkipReason } from "./contract.ts";
import type { CrawlParts, Sitemap } from "./crawl-parts.ts";
import { CrawlRecords } from "./crawl-records.ts";
import { FindingDraft } from "./finding.ts";
import { Frontier, type FrontierEntry } from "./frontier.ts";
import { normaliseUrl } from "./normalise-url.ts";
import { CrawlScope } from "./scope.ts";
import { Throttling } from "./throttling.ts";

/** What a crawl knows: all that its pages share, and that a checkpoint keeps. */
export class CrawlState {
  readonly frontier = new Frontier(1);
  readonly throttling = new Throttling();
  readonly records: CrawlRecords;
  readonly scope: CrawlScope;
  readonly #parts: CrawlParts;
  /** Normalised URLs of the documents that are in a record, or will be in one. */
  readonly #documents = new Set<string>();
  readonly #roots = new Set<string>();
  readonly #seeds = new Set<string>();
  /** URLs to which only links led so far that ask not to be followed. */
  readonly #notFollowed = new Map<string, FrontierEntry>();
  /** What is not in the journal yet. */
  readonly #drafts = new Set<FindingDraft>();

  constructor(parts: CrawlParts) {
    const { settings } = parts;
    this.#parts = parts;
    this.records = new CrawlRecords(parts.clock, () => this.frontier.size);
    this.scope = new CrawlScope(settings.scope, settings.include, settings.exclude);
  }

  /** Goes on from what a crawl before this one left; its seeds and sitemaps are known already, others are added. */
  async begin(): Promise<void> {
    const resumed = await this.#parts.journal.resume((url) => this.frontier.see(url));
    this.records.goOnFrom(resumed.counts);
    this.frontier.restore(resumed.frontier);
    for (const url of resumed.documents) this.#documents.add(url);
    for (const url of resumed.roots) this.#roots.add(url);
    for (const url of resumed.roots) this.scope.addRoot(url);
    for (const entry of resumed.notFollowed) this.#notFollowed.set(entry.url, entry);
    if (resumed.lines > 0) this.#tellResumed(resumed);
    const draft = this.draft();
    for (const seed of this.#parts.seeds) {
      const url = normaliseUrl(seed);
      if (url === null) continue;
      this.#seeds.add(url);
      this.scope.addRoot(url);
      this.queue(draft, { url, depth: 0, referrer: null, attempts: 0 });
    }
    for (const sitemap of this.#parts.sitemaps) this.#addListed(draft, sitemap);
    await this.write(draft);
  }

  /** Only at the end it is known that no other link leads to what was not followed. */
  async tellNotFollowed(): Promise<void> {
    const draft = this.draft();
    for (const [url, entry] of this.#notFollowed) {
      if (!this.frontier.has(url)) this.skip(draft, entry, "nofollow");
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
    const line = draft.toLine();
    if (line === null) return;
    this.records.count(draft);
    await journal.append(line);
    for (const record of draft.records) output.record(record);
    for (const [level, message] of draft.lines) output.log(level, message);
  }

  /** Adds a URL to visit, unless it is known. */
  queue(draft: FindingDraft, entry: FrontierEntry): void {
    if (!this.frontier.see(entry.url)) return;
    this.frontier.add(entry.url, entry.depth, entry.referrer);
    draft.queued.push(entry);
  }

  /** Tells that a URL is not visited, or that its page is not kept. */
  skip(draft: FindingDraft, entry: FrontierEntry, reason: SkipReason): void {
    this.frontier.see(entry.url);
    this.records.skip(draft, entry, reason);
  }

  /** Remembers a URL to which a link leads that asks not to be followed. */
  leave(draft: FindingDraft, entry: FrontierEntry): void {
    if (this.#notFollowed.has(entry.url)) return;
    this.#notFollowed.set(entry.url, entry);
    draft.notFollowed.push(entry);
  }

  isSeed(url: string): boolean {
    return this.#seeds.has(url);
  }

  /** Takes the page that a seed redirected to as a place from which the scope is measured. */
  addRoot(draft: FindingDraft, url: string): void {
    this.scope.addRoot(url);
    this.#roots.add(url);
    draft.roots.push(url);
  }

  hasDocument(url: string): boolean {
    return this.#documents.has(url);
  }

  addDocument(draft: FindingDraft, url: string): void {
    this.#documents.add(url);
    this.frontier.see(url);
    draft.documents.push(url);
  }

  /** What is in the journal: pages in flight are pending, and their documents unknown. */
  checkpoint(): Omit<Checkpoint, "version" | "lines"> {
    const { retrieved, failed, skipped } = this.records.counts;
    const { pending, seen } = this.frontier.snapshot();
    const documents = new Set(this.#documents);
    const inFlight: FrontierEntry[] = [];
    for (const draft of this.#drafts) {
      for (const url of draft.documents) documents.delete(url);
      if (draft.entry !== null) inFlight.push(draft.entry);
    }
    return {
      counts: { retrieved, failed, skipped },
      frontier: { pending: [...inFlight, ...pending], seen },
      notFollowed: [...this.#notFollowed.values()],
      documents: [...documents],
      roots: [...this.#roots],
    };
  }

  #tellResumed({ counts, frontier }: Checkpoint): void {
    const pages = String(counts.retrieved + counts.failed);
    const pending = String(frontier.pending.length);
    this.#parts.output.log("INFO", `Going on after ${pages} pages, with ${pending} URLs to visit.`);
  }

  /** A sitemap stands for its site, as a seed does; what it lists elsewhere is a link like any other. */
  #addListed(draft: FindingDraft, sitemap: Sitemap): void {
    const { scope } = this.#parts.settings;
    const { hostname } = new URL(sitemap.url);
    this.scope.addRoot(sitemap.url);
    for (const page of sitemap.pages) {
      const url = normaliseUrl(page);
      if (url === null) continue;
      // That scope means no links; a listed page was asked for.
      if (scope === "page" && new URL(url).hostname === hostname) this.scope.addRoot(url);
      if (this.frontier.has(url)) continue;
      const entry = { url, depth: 0, referrer: null, attempts: 0 };
      const refusal = this.scope.refusal(url);
      if (refusal === null) this.queue(draft, entry);
      else this.skip(draft, entry, refusal);
    }
  }
}
