/** Longest Crawl-delay that is honoured, in seconds; a longer one counts as this. */
const longestCrawlDelay = 60;

/** Keeps a pause between two page loads of one host. */
export class Politeness {
  readonly #delay: number | undefined;
  readonly #nextMs = new Map<string, number>();

  /** `delay` in seconds; undefined is 1, or 0 for this machine. */
  constructor(delay: number | undefined) {
    this.#delay = delay;
  }

  /** Milliseconds to wait before a page of this host is loaded. */
  waitMs(url: string, nowMs: number): number {
    return Math.max(0, (this.#nextMs.get(new URL(url).host) ?? 0) - nowMs);
  }

  /** Remembers that a page load of this host ends now; `crawlDelay` is what its robots.txt asks for, in seconds. */
  visited(url: string, crawlDelay: number, nowMs: number): void {
    const { host, hostname } = new URL(url);
    const own = this.#delay ?? (isLoopback(hostname) ? 0 : 1);
    const seconds = Math.max(own, Math.min(crawlDelay, longestCrawlDelay));
    this.#nextMs.set(host, nowMs + seconds * 1000);
  }
}

/** True for this machine: localhost, 127.0.0.0/8 and ::1. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname === "[::1]" ||
    /^127(?:\.\d{1,3}){3}$/.test(hostname)
  );
}
