import type { SkipReason } from "./contract.ts";
import { lastRank } from "./host-queues.ts";
import type { FrontierEntry, KnownUrls } from "./known-urls.ts";

/** Whether the reason is about the links that lead to a URL, which was never asked for. */
export function isOfLinks(reason: SkipReason | null): boolean {
  return ["outOfScope", "excluded", "nofollow", "depth"].includes(reason ?? "");
}

/**
 * Seeds that a crawl before this one neither visited nor had as seeds: URLs it never met, found as links alone, or did not
 * follow. All are normalised.
 */
export function newSeeds(known: KnownUrls, seeds: readonly string[]): ReadonlySet<string> {
  return new Set(
    seeds.filter((url) => {
      const wasLeft = known.isTold(url) && isOfLinks(known.reasonOf(url));
      const isLink = known.isShorter({ url, depth: 0, referrer: null, attempts: 0 });
      return !known.has(url) || wasLeft || isLink;
    }),
  );
}

/** The rank by which these come before all others: what a crawl before this one left may be more than a limit lets in. */
export function seedsFirst(
  first: ReadonlySet<string>,
  rank: (entry: FrontierEntry) => number,
): (entry: FrontierEntry) => number {
  if (first.size === 0) return rank;
  return (entry) => (first.has(entry.url) ? 0 : Math.min(lastRank, rank(entry) + 1));
}
