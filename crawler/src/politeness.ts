/** Longest Crawl-delay that is honoured, in seconds; a longer one counts as this. */
export const longestCrawlDelay = 60;

/**
 * Milliseconds between two page loads of this URL's host. `delay` in seconds is what was asked for; undefined is 1, or 0 for
 * this machine. `crawlDelay` is what the host's robots.txt asks for, in seconds.
 */
export function pauseMs(url: string, delay: number | undefined, crawlDelay: number): number {
  const own = delay ?? (isLoopback(new URL(url).hostname) ? 0 : 1);
  return Math.max(own, Math.min(crawlDelay, longestCrawlDelay)) * 1000;
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
