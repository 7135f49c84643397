import { HostQueue } from "./host-queue.ts";
import { MinHeap } from "./min-heap.ts";

/** A URL to visit. */
export interface FrontierEntry {
  readonly url: string;
  readonly depth: number;
  readonly referrer: string | null;
  /** Attempts made so far. */
  readonly attempts: number;
}

/** Everything that a frontier knows, as JSON can have it. */
export interface FrontierSnapshot {
  /** URLs that wait, in the order in which they were found. */
  readonly pending: readonly FrontierEntry[];
  /** URLs that are known. */
  readonly seen: readonly string[];
}

/**
 * What to do next: visit, wait until a host may be asked or a retry is due, wait for pages that are being loaded, since no
 * other host has URLs, or end, unless those pages bring more.
 */
export type FrontierStep =
  | { readonly kind: "visit"; readonly entry: FrontierEntry }
  | { readonly kind: "wait"; readonly ms: number }
  | { readonly kind: "busy" }
  | { readonly kind: "done" };

/**
 * URLs known to a crawl, first in, first out: breadth first, but a host that is on hold holds up no other. A step takes
 * constant time in the number of URLs, and logarithmic in that of hosts.
 */
export class Frontier {
  readonly #connections: number;
  readonly #seen = new Set<string>();
  readonly #hosts = new Map<string, HostQueue>();
  /**
   * Hosts with URLs, by the time from which they may be asked, and those of them that may, by the order of their first URL.
   * A host is put in anew whenever one of the two changes; what does not hold any more is left out when it is met.
   */
  readonly #waiting = new MinHeap<HostQueue>();
  readonly #ready = new MinHeap<HostQueue>();
  readonly #retries = new MinHeap<FrontierEntry>();
  #size = 0;
  #found = 0;
  /** Retries that are due come before what was never visited, in the order in which they got due. */
  #due = Number.MIN_SAFE_INTEGER;

  /** `connections`: pages of one host at once, until {@link release} says another number. Default: any number. */
  constructor(connections = Infinity) {
    this.#connections = connections;
  }

  /** Remembers a URL; false when it was known already. */
  see(url: string): boolean {
    if (this.#seen.has(url)) return false;
    this.#seen.add(url);
    return true;
  }

  /** Whether a URL is known. */
  has(url: string): boolean {
    return this.#seen.has(url);
  }

  /** Adds a URL that was seen just now. */
  add(url: string, depth: number, referrer: string | null): void {
    const host = this.#hostOf(url);
    const isFirst = host.first === undefined;
    host.add({ entry: { url, depth, referrer, attempts: 0 }, order: this.#found });
    this.#found += 1;
    this.#size += 1;
    if (isFirst) this.#waiting.push(host.notBeforeMs, host);
  }

  /** Puts a URL back for another attempt at `dueMs`. */
  retry(entry: FrontierEntry, dueMs: number): void {
    this.#retries.push(dueMs, entry);
    this.#size += 1;
  }

  /** Gives no URL of this URL's host before `untilMs`; a hold that lasts longer stays. */
  hold(url: string, untilMs: number): void {
    const host = this.#hostOf(url);
    if (untilMs <= host.notBeforeMs) return;
    host.notBeforeMs = untilMs;
    if (host.first !== undefined) this.#waiting.push(untilMs, host);
  }

  /** Lets another page of this URL's host be loaded, whose page is loaded; from now on, `connections` at once. */
  release(url: string, connections: number): void {
    const host = this.#hostOf(url);
    host.busy -= 1;
    host.connections = connections;
    if (host.first !== undefined) this.#waiting.push(host.notBeforeMs, host);
  }

  /** Gives the next URL, which keeps a connection to its host until {@link release}. */
  next(nowMs: number): FrontierStep {
    this.#wake(nowMs);
    for (let top = this.#ready.pop(); top !== undefined; top = this.#ready.pop()) {
      const host = top.value;
      const { first } = host;
      if (first?.order !== top.key || host.busy >= host.connections) continue;
      if (host.notBeforeMs <= nowMs) {
        host.take();
        host.busy += 1;
        this.#size -= 1;
        if (host.first !== undefined) this.#waiting.push(host.notBeforeMs, host);
        return { kind: "visit", entry: first.entry };
      }
      this.#waiting.push(host.notBeforeMs, host);
    }
    if (this.#size === 0) return { kind: "done" };
    const earliestMs = Math.min(
      this.#waiting.peek()?.key ?? Infinity,
      this.#retries.peek()?.key ?? Infinity,
    );
    return earliestMs === Infinity ? { kind: "busy" } : { kind: "wait", ms: earliestMs - nowMs };
  }

  /** URLs known and not yet visited. */
  get size(): number {
    return this.#size;
  }

  /** What it knows now; URLs that were given and not put back are not pending. */
  snapshot(): FrontierSnapshot {
    const queued = [...this.#hosts.values()].flatMap((host) => host.all());
    const found = queued.sort((one, other) => one.order - other.order).map(({ entry }) => entry);
    return { pending: [...found, ...this.#retries.values()], seen: [...this.#seen] };
  }

  /** Adds what another frontier knew. */
  restore({ pending, seen }: FrontierSnapshot): void {
    for (const url of seen) this.#seen.add(url);
    for (const { url, depth, referrer } of pending) this.add(url, depth, referrer);
  }

  /** Makes ready what is due now. */
  #wake(nowMs: number): void {
    for (let top = this.#retries.peek(); top !== undefined; top = this.#retries.peek()) {
      if (top.key > nowMs) break;
      this.#retries.pop();
      const host = this.#hostOf(top.value.url);
      host.addDue({ entry: top.value, order: this.#due });
      this.#due += 1;
      this.#waiting.push(host.notBeforeMs, host);
    }
    for (let top = this.#waiting.peek(); top !== undefined; top = this.#waiting.peek()) {
      const { key, value: host } = top;
      const { first } = host;
      const holds = key === host.notBeforeMs && first !== undefined;
      if (holds && key > nowMs) break;
      this.#waiting.pop();
      if (holds) this.#ready.push(first.order, host);
    }
  }

  #hostOf(url: string): HostQueue {
    const { host } = new URL(url);
    const known = this.#hosts.get(host);
    if (known !== undefined) return known;
    const queue = new HostQueue(this.#connections);
    this.#hosts.set(host, queue);
    return queue;
  }
}
