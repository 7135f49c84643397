import type { Order } from "./crawl-settings.ts";
import { lastRank } from "./host-queues.ts";
import type { FrontierEntry } from "./known-urls.ts";
import { urlMatcher } from "./url-pattern.ts";

/** What a sitemap that says nothing means: https://www.sitemaps.org/protocol.html#xmlTagDefinitions */
const usualPriority = 0.5;
const tenths = 10;

/**
 * The rank by which a frontier takes URLs, the smallest first. `breadth`: as they were found. `depth`: the deepest first.
 * `priority`: those that match the first pattern of `prefer`, then the second, and so on, then all others; among these by
 * the priority that a sitemap gives, the greatest first.
 */
export function ranking(order: Order, prefer: readonly string[]): (entry: FrontierEntry) => number {
  const matchers = prefer.map(urlMatcher);
  switch (order) {
    case "breadth":
      return () => 0;
    case "depth":
      return ({ depth }) => lastRank - Math.min(depth, lastRank);
    case "priority":
      return ({ url, priority = usualPriority }) => {
        const found = matchers.findIndex((matches) => matches(url));
        const group = found < 0 ? matchers.length : found;
        const rank = group * (tenths + 1) + tenths - Math.round(priority * tenths);
        return Math.min(rank, lastRank);
      };
  }
}
