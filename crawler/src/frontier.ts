/** A URL to visit. */
export interface FrontierEntry {
  readonly url: string;
  readonly depth: number;
  readonly referrer: string | null;
  /** Attempts made so far. */
  readonly attempts: number;
}

/** What to do next: visit, wait for a retry to be due, or end. */
export type FrontierStep =
  | { readonly kind: "visit"; readonly entry: FrontierEntry }
  | { readonly kind: "wait"; readonly ms: number }
  | { readonly kind: "done" };

/** URLs known to a crawl, first in, first out: breadth first. Every step takes constant time. */
export class Frontier {
  readonly #seen = new Set<string>();
  /** Two stacks make a queue: taken from the end of one, put on the end of the other. */
  #arriving: FrontierEntry[] = [];
  #leaving: FrontierEntry[] = [];
  readonly #retries: { readonly entry: FrontierEntry; readonly dueMs: number }[] = [];

  /** Remembers a URL; false when it was known already. */
  see(url: string): boolean {
    if (this.#seen.has(url)) return false;
    this.#seen.add(url);
    return true;
  }

  /** Adds a URL that was seen just now. */
  add(url: string, depth: number, referrer: string | null): void {
    this.#arriving.push({ url, depth, referrer, attempts: 0 });
  }

  /** Puts a URL back for another attempt at `dueMs`. */
  retry(entry: FrontierEntry, dueMs: number): void {
    this.#retries.push({ entry, dueMs });
  }

  next(nowMs: number): FrontierStep {
    const due = this.#retries.findIndex(({ dueMs }) => dueMs <= nowMs);
    const [retried] = due === -1 ? [] : this.#retries.splice(due, 1);
    if (retried !== undefined) return { kind: "visit", entry: retried.entry };
    if (this.#leaving.length === 0) {
      this.#leaving = this.#arriving.reverse();
      this.#arriving = [];
    }
    const entry = this.#leaving.pop();
    if (entry !== undefined) return { kind: "visit", entry };
    if (this.#retries.length === 0) return { kind: "done" };
    return { kind: "wait", ms: Math.min(...this.#retries.map(({ dueMs }) => dueMs)) - nowMs };
  }

  /** URLs known and not yet visited. */
  get size(): number {
    return this.#arriving.length + this.#leaving.length + this.#retries.length;
  }
}
