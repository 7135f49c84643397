import { Column } from "./column.ts";
import { TextTable } from "./text-table.ts";

/** The greatest rank of a URL; the smaller comes first. */
export const lastRank = 65_535;

const unlimited = 65_535;
const ranks = 2 ** 32;

/**
 * URLs that wait, by hosts: retries that are due first, then by rank, and within a rank in the order in which they were
 * found. URLs and hosts are numbers here. Every step takes constant time in the number of URLs; a host has a list for each
 * rank of which it has URLs.
 */
export class HostQueues {
  readonly #names = new TextTable();
  readonly #connections: number;
  readonly #notBefore = new Column(64);
  readonly #busy = new Column(16);
  readonly #most = new Column(16);
  /** First and last retry that is due, and the list of the best rank: numbers plus 1, as all links here; 0 is none. */
  readonly #due = new Column(32);
  readonly #lastDue = new Column(32);
  readonly #best = new Column(32);
  /** By lists: rank, first and last URL, the list of the next rank. */
  readonly #rank = new Column(16);
  readonly #first = new Column(32);
  readonly #last = new Column(32);
  readonly #nextList = new Column(32);
  #lists = 0;
  #freeList = 0;
  /** By URLs: the one behind it, and its place among those of all hosts. */
  readonly #next = new Column(32);
  readonly #order = new Column(32);
  #found = 0;

  /** `connections`: pages of one host at once, until {@link setConnections} says another number. */
  constructor(connections: number) {
    this.#connections = connections;
  }

  /** The number of a URL's host. */
  hostOf(url: string): number {
    const known = this.#names.size;
    const host = this.#names.add(new URL(url).host);
    if (host === known) this.setConnections(host, this.#connections);
    return host;
  }

  /** Milliseconds since the epoch from which a host may be asked. */
  notBeforeMs(host: number): number {
    return this.#notBefore.at(host);
  }

  hold(host: number, untilMs: number): void {
    this.#notBefore.set(host, untilMs);
  }

  setConnections(host: number, connections: number): void {
    this.#most.set(host, Math.min(connections, unlimited));
  }

  hasRoom(host: number): boolean {
    const most = this.#most.at(host);
    return most === unlimited || this.#busy.at(host) < most;
  }

  /** Counts one page that is being loaded more, or less. */
  addBusy(host: number, pages: 1 | -1): void {
    this.#busy.set(host, this.#busy.at(host) + pages);
  }

  /** Whose turn the host's next URL is among those of all hosts, the smallest first; null when it has none. */
  firstKey(host: number): number | null {
    const due = this.#due.at(host);
    if (due > 0) return this.#order.at(due - 1) - ranks;
    const best = this.#best.at(host);
    return best === 0
      ? null
      : this.#rank.at(best - 1) * ranks + this.#order.at(this.#first.at(best - 1) - 1);
  }

  /** Adds a URL that was found. */
  add(host: number, url: number, rank: number): void {
    const list = this.#listOf(host, rank);
    this.#append(list, url, this.#first, this.#last);
  }

  /** Adds a retry that is due. */
  addDue(host: number, url: number): void {
    this.#append(host, url, this.#due, this.#lastDue);
  }

  /** Takes the host's next URL, of which there must be one. */
  take(host: number): number {
    const due = this.#due.at(host);
    if (due > 0) {
      this.#due.set(host, this.#next.at(due - 1));
      return due - 1;
    }
    const best = this.#best.at(host);
    const first = this.#first.at(best - 1);
    const second = this.#next.at(first - 1);
    this.#first.set(best - 1, second);
    if (second === 0) {
      this.#best.set(host, this.#nextList.at(best - 1));
      this.#nextList.set(best - 1, this.#freeList);
      this.#freeList = best;
    }
    return first - 1;
  }

  #append(queue: number, url: number, first: Column, last: Column): void {
    this.#next.set(url, 0);
    this.#order.set(url, this.#found);
    this.#found += 1;
    if (first.at(queue) === 0) first.set(queue, url + 1);
    else this.#next.set(last.at(queue) - 1, url + 1);
    last.set(queue, url + 1);
  }

  /** The list of a rank among those of a host, which are linked in the order of their ranks. */
  #listOf(host: number, rank: number): number {
    let before = 0;
    let link = this.#best.at(host);
    while (link > 0 && this.#rank.at(link - 1) < rank) {
      before = link;
      link = this.#nextList.at(link - 1);
    }
    if (link > 0 && this.#rank.at(link - 1) === rank) return link - 1;
    const list = this.#newList();
    this.#rank.set(list, rank);
    this.#first.set(list, 0);
    this.#nextList.set(list, link);
    if (before === 0) this.#best.set(host, list + 1);
    else this.#nextList.set(before - 1, list + 1);
    return list;
  }

  #newList(): number {
    if (this.#freeList > 0) {
      const list = this.#freeList - 1;
      this.#freeList = this.#nextList.at(list);
      return list;
    }
    this.#lists += 1;
    return this.#lists - 1;
  }
}
