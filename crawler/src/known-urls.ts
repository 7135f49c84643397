import { Column } from "./column.ts";
import type { SkipReason } from "./contract.ts";
import { TextTable } from "./text-table.ts";

/** A URL to visit. */
export interface FrontierEntry {
  readonly url: string;
  readonly depth: number;
  readonly referrer: string | null;
  /** Attempts made so far. */
  readonly attempts: number;
  /** Links in a row that led out of the scope to here, where it is not 0. */
  readonly hops?: number;
  /** The priority that a sitemap gives it, from 0 to 1. */
  readonly priority?: number;
}

/** A URL that is not visited, and why. */
export interface RefusedUrl {
  readonly entry: FrontierEntry;
  readonly reason: SkipReason;
  /** Whether that is told already. */
  readonly isTold: boolean;
}

/** Facts of a URL, as bits. */
const isKnown = 1;
const isPending = 2;
const isDocument = 4;
const isTold = 8;
const isSeed = 16;
/** What the next crawler is told: its seeds are its own. */
const lasting = isKnown | isPending | isDocument | isTold;

/** Reasons by their number in a checkpoint, from 1. */
const reasons: readonly SkipReason[] = [
  ...(["outOfScope", "excluded", "depth", "nofollow"] as const),
  ...(["robotsTxt", "duplicate", "redirectedOutOfScope"] as const),
];

/** Every URL of a crawl with what is known of it, in some forty bytes beside its own. */
export class KnownUrls {
  readonly #texts = new TextTable();
  readonly #facts = new Column(8);
  readonly #depths = new Column(16);
  /** Numbers of the pages with the link, plus 1; 0 is none. */
  readonly #referrers = new Column(32);
  readonly #hops = new Column(8);
  /** Tenths, plus 1; 0 is none. */
  readonly #priorities = new Column(8);
  readonly #reasons = new Column(8);

  /** The number of a URL; one is given to a URL that has none. */
  numberOf(url: string): number {
    return this.#texts.add(url);
  }

  /** Makes a URL known; false when it was known already. */
  see(url: string): boolean {
    const number = this.#texts.add(url);
    const isNew = !this.#is(number, isKnown);
    this.#mark(number, isKnown);
    return isNew;
  }

  /** Whether a URL waits, was visited, or is told as one that is not visited. */
  has(url: string): boolean {
    return this.#isOf(url, isKnown);
  }

  isSeed(url: string): boolean {
    return this.#isOf(url, isSeed);
  }

  addSeed(url: string): void {
    this.#mark(this.#texts.add(url), isSeed);
  }

  /** Whether this is the normalised URL of a document that is in a record, or will be in one. */
  hasDocument(url: string): boolean {
    return this.#isOf(url, isDocument);
  }

  addDocument(url: string): void {
    this.#mark(this.#texts.add(url), isKnown | isDocument);
  }

  /** Whether a URL is to be visited: it waits, or is being loaded. */
  isPending(url: string): boolean {
    return this.#isOf(url, isPending);
  }

  /** Makes a URL one that is to be visited, and gives its number. */
  addPending(entry: FrontierEntry): number {
    const number = this.#describe(entry);
    this.#mark(number, isKnown | isPending);
    this.#reasons.set(number, 0);
    this.#facts.set(number, this.#facts.at(number) & ~isTold);
    return number;
  }

  /** Whether this is a shorter way to a URL that is to be visited. */
  isShorter({ url, depth, hops = 0 }: FrontierEntry): boolean {
    const number = this.#texts.find(url);
    if (number < 0 || !this.#is(number, isPending)) return false;
    const before = this.#depths.at(number);
    return depth < before || (depth === before && hops < this.#hops.at(number));
  }

  /** Remembers a shorter way to a URL that is to be visited; false where it is none. */
  shorten(entry: FrontierEntry): boolean {
    if (!this.isShorter(entry)) return false;
    this.#describe(entry);
    return true;
  }

  /** A URL needs no visit any more. */
  finish(url: string): void {
    const number = this.#texts.find(url);
    if (number >= 0) this.#facts.set(number, this.#facts.at(number) & ~isPending);
  }

  /** Remembers why a URL is not visited; one that is not told may still be. Of several ways to it the shortest counts. */
  refuse(entry: FrontierEntry, reason: SkipReason, told: boolean): void {
    const number = this.#texts.add(entry.url);
    const isFirst = this.#reasons.at(number) === 0;
    if (isFirst || entry.depth < this.#depths.at(number)) this.#describe(entry);
    this.#reasons.set(number, reasons.indexOf(reason) + 1);
    if (told) this.#mark(number, isKnown | isTold);
  }

  /**
   * Remembers that a URL is not visited unless another link leads there; false where that is known. Of several ways the
   * shortest counts, and that it is too deep says more than that links ask not to be followed.
   */
  leave(entry: FrontierEntry, reason: "nofollow" | "depth"): boolean {
    const before = this.reasonOf(entry.url);
    const isNews = before === null || (before === "nofollow" && reason === "depth");
    const number = this.#texts.find(entry.url);
    const isShorter = number >= 0 && before === reason && entry.depth < this.#depths.at(number);
    if (!isNews && !isShorter) return false;
    this.refuse(entry, reason, false);
    return true;
  }

  /** Links in a row that led out of the scope to a page. */
  hopsOf(url: string): number {
    const number = this.#texts.find(url);
    return number < 0 ? 0 : this.#hops.at(number);
  }

  /** Why a URL is not visited, as far as that was decided; null when nothing was. */
  reasonOf(url: string): SkipReason | null {
    const number = this.#texts.find(url);
    return number < 0 ? null : (reasons[this.#reasons.at(number) - 1] ?? null);
  }

  /** Whether it is told that a URL is not visited. */
  isTold(url: string): boolean {
    return this.#isOf(url, isTold);
  }

  /** URLs that are not visited, in the order in which they were found. */
  *refused(): Generator<RefusedUrl> {
    for (let number = 0; number < this.#texts.size; number += 1) {
      const reason = reasons[this.#reasons.at(number) - 1];
      // One that is known without being told was reached by another way, a redirect say.
      if (reason === undefined || this.#is(number, isKnown) !== this.#is(number, isTold)) continue;
      yield { entry: this.entry(number), reason, isTold: this.#is(number, isTold) };
    }
  }

  /** A URL as it is to be visited. */
  entry(number: number, attempts = 0): FrontierEntry {
    const referrer = this.#referrers.at(number);
    const hops = this.#hops.at(number);
    const priority = this.#priorities.at(number);
    return {
      url: this.#texts.at(number),
      depth: this.#depths.at(number),
      referrer: referrer === 0 ? null : this.#texts.at(referrer - 1),
      attempts,
      ...(hops === 0 ? {} : { hops }),
      ...(priority === 0 ? {} : { priority: (priority - 1) / 10 }),
    };
  }

  /**
   * Everything, as it is now, in lines of JSON which are made as they are taken. `unwritten` are documents that are in no
   * record yet.
   */
  snapshot(unwritten: readonly string[]): Iterable<string> {
    const { size } = this.#texts;
    const [facts, depths] = [this.#facts.copy(size), this.#depths.copy(size)];
    const [referrers, hops] = [this.#referrers.copy(size), this.#hops.copy(size)];
    const [priorities, why] = [this.#priorities.copy(size), this.#reasons.copy(size)];
    const leftOut = new Set(unwritten.map((url) => this.#texts.find(url)));
    const texts = this.#texts;
    return (function* lines() {
      for (let number = 0; number < size; number += 1) {
        const fact = facts(number) & lasting & (leftOut.has(number) ? ~isDocument : lasting);
        const row = [fact, depths(number), referrers(number), hops(number)];
        row.push(priorities(number), why(number));
        while (row.at(-1) === 0) row.pop();
        yield JSON.stringify([texts.at(number), ...row]);
      }
    })();
  }

  /** Adds a line of a snapshot; lines come in their order. Throws for what is none. */
  restore(line: string): void {
    const [url, ...row] = JSON.parse(line) as readonly [string, ...number[]];
    const number = this.#texts.add(url);
    const columns = [this.#facts, this.#depths, this.#referrers, this.#hops];
    for (const [index, column] of [...columns, this.#priorities, this.#reasons].entries()) {
      column.set(number, row[index] ?? 0);
    }
  }

  /** Numbers of the URLs that are to be visited, in the order in which they were found. */
  *pendingNumbers(): Generator<number> {
    for (let number = 0; number < this.#texts.size; number += 1) {
      if (this.#is(number, isPending)) yield number;
    }
  }

  #describe({ url, depth, referrer, hops, priority }: FrontierEntry): number {
    const number = this.#texts.add(url);
    this.#depths.set(number, depth);
    this.#referrers.set(number, referrer === null ? 0 : this.#texts.add(referrer) + 1);
    this.#hops.set(number, hops ?? 0);
    this.#priorities.set(number, priority === undefined ? 0 : Math.round(priority * 10) + 1);
    return number;
  }

  #isOf(url: string, fact: number): boolean {
    const number = this.#texts.find(url);
    return number >= 0 && this.#is(number, fact);
  }

  #is(number: number, fact: number): boolean {
    return (this.#facts.at(number) & fact) !== 0;
  }

  #mark(number: number, fact: number): void {
    this.#facts.set(number, this.#facts.at(number) | fact);
  }
}
