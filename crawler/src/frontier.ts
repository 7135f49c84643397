import { HostQueues } from "./host-queues.ts";
import type { FrontierEntry, KnownUrls } from "./known-urls.ts";
import { MinHeap } from "./min-heap.ts";

/**
 * What to do next: visit, wait until a host may be asked or a retry is due, wait for pages that are being loaded, since no
 * other host has URLs, or end, unless those pages bring more.
 */
export type FrontierStep =
  | { readonly kind: "visit"; readonly entry: FrontierEntry }
  | { readonly kind: "wait"; readonly ms: number }
  | { readonly kind: "busy" }
  | { readonly kind: "done" };

/** How a frontier is asked. */
export interface FrontierOptions {
  /** Pages of one host at once, until {@link Frontier.release} says another number. Default: any number. */
  readonly connections?: number;
  /** Whose turn comes first: URLs of the smallest rank, from 0 to 65,535. Default: all have the same. */
  readonly rank?: (entry: FrontierEntry) => number;
}

/**
 * URLs that wait, by rank, and within a rank first in, first out; but a host that is on hold holds up no other. A step takes
 * constant time in the number of URLs, and logarithmic in that of hosts.
 */
export class Frontier {
  readonly #known: KnownUrls;
  readonly #rank: (entry: FrontierEntry) => number;
  readonly #hosts: HostQueues;
  /**
   * Hosts with URLs, by the time from which they may be asked, and those of them that may, by the turn of their first URL.
   * A host is put in anew whenever one of the two changes; what does not hold any more is left out when it is met.
   */
  readonly #waiting = new MinHeap();
  readonly #ready = new MinHeap();
  readonly #retries = new MinHeap();
  /** Attempts made at URLs that wait for another. */
  readonly #attempts = new Map<number, number>();
  #size = 0;

  constructor(known: KnownUrls, { connections = Infinity, rank = () => 0 }: FrontierOptions = {}) {
    this.#known = known;
    this.#rank = rank;
    this.#hosts = new HostQueues(connections);
  }

  /** Adds a URL. */
  add(entry: FrontierEntry): void {
    this.#queue(this.#known.addPending(entry), entry);
  }

  /** Adds all URLs that are known as pending: those that another crawl left. */
  addPending(): void {
    for (const number of this.#known.pendingNumbers()) {
      this.#queue(number, this.#known.entry(number));
    }
  }

  /** Puts a URL back for another attempt at `dueMs`. */
  retry({ url, attempts }: FrontierEntry, dueMs: number): void {
    const number = this.#known.numberOf(url);
    this.#attempts.set(number, attempts);
    this.#retries.push(dueMs, number);
    this.#size += 1;
  }

  /** Gives no URL of this URL's host before `untilMs`; a hold that lasts longer stays. */
  hold(url: string, untilMs: number): void {
    const host = this.#hosts.hostOf(url);
    if (untilMs <= this.#hosts.notBeforeMs(host)) return;
    this.#hosts.hold(host, untilMs);
    this.#offer(host);
  }

  /**
   * Lets another page of this URL's host be loaded, whose page is loaded; from now on, `connections` at once, or as many as
   * before where that is null.
   */
  release(url: string, connections: number | null): void {
    const host = this.#hosts.hostOf(url);
    this.#hosts.addBusy(host, -1);
    if (connections !== null) this.#hosts.setConnections(host, connections);
    this.#offer(host);
  }

  /** Gives the next URL, which keeps a connection to its host until {@link release}. */
  next(nowMs: number): FrontierStep {
    this.#wake(nowMs);
    for (let top = this.#ready.pop(); top !== undefined; top = this.#ready.pop()) {
      const host = top.value;
      if (this.#hosts.firstKey(host) !== top.key || !this.#hosts.hasRoom(host)) continue;
      if (this.#hosts.notBeforeMs(host) <= nowMs) return { kind: "visit", entry: this.#take(host) };
      this.#offer(host);
    }
    if (this.#size === 0) return { kind: "done" };
    const earliestMs = Math.min(
      this.#waiting.peek()?.key ?? Infinity,
      this.#retries.peek()?.key ?? Infinity,
    );
    return earliestMs === Infinity ? { kind: "busy" } : { kind: "wait", ms: earliestMs - nowMs };
  }

  /** URLs that wait. */
  get size(): number {
    return this.#size;
  }

  #queue(number: number, entry: FrontierEntry): void {
    const host = this.#hosts.hostOf(entry.url);
    const key = this.#hosts.firstKey(host);
    this.#hosts.add(host, number, this.#rank(entry));
    this.#size += 1;
    if (this.#hosts.firstKey(host) !== key) this.#offer(host);
  }

  #take(host: number): FrontierEntry {
    const number = this.#hosts.take(host);
    const attempts = this.#attempts.get(number) ?? 0;
    this.#attempts.delete(number);
    this.#hosts.addBusy(host, 1);
    this.#size -= 1;
    this.#offer(host);
    return this.#known.entry(number, attempts);
  }

  #offer(host: number): void {
    if (this.#hosts.firstKey(host) === null) return;
    this.#waiting.push(this.#hosts.notBeforeMs(host), host);
  }

  /** Makes ready what is due now. */
  #wake(nowMs: number): void {
    for (let top = this.#retries.peek(); top !== undefined; top = this.#retries.peek()) {
      if (top.key > nowMs) break;
      this.#retries.pop();
      const host = this.#hosts.hostOf(this.#known.entry(top.value).url);
      this.#hosts.addDue(host, top.value);
      this.#offer(host);
    }
    for (let top = this.#waiting.peek(); top !== undefined; top = this.#waiting.peek()) {
      const { key: sinceMs, value: host } = top;
      const key = this.#hosts.firstKey(host);
      const holds = sinceMs === this.#hosts.notBeforeMs(host) && key !== null;
      if (holds && sinceMs > nowMs) break;
      this.#waiting.pop();
      if (holds) this.#ready.push(key, host);
    }
  }
}
