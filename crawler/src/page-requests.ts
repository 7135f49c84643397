import { blockable } from "./browser-rules.ts";
import type { CrawlSettings } from "./config.ts";
import type { GivenRequests } from "./given-requests.ts";
import type { RequestRules } from "./interception.ts";

/** The rules for what the browser asks of the network; null where there are none. A page itself is never blocked. */
export function pageRequests(
  given: GivenRequests,
  { block, blockUrl }: Pick<CrawlSettings, "block" | "blockUrl">,
): RequestRules | null {
  const types = Object.entries(blockable).flatMap(([kind, type]) =>
    block.includes(kind) ? [type as string] : [],
  );
  const patterns = [
    ...[...given.patterns, ...blockUrl.map(escaped)].map((urlPattern) => ({ urlPattern })),
    ...types.map((resourceType) => ({ resourceType })),
  ];
  if (patterns.length === 0) return null;
  return {
    patterns,
    decide: ({ url, type, isPage }) => {
      const isBlocked =
        types.includes(type) || blockUrl.some((pattern) => matchesWildcard(pattern, url));
      return isBlocked && !isPage ? null : given.headers(url);
    },
  };
}

/** In a pattern of DevTools a question mark stands for any character; here it is one. */
function escaped(pattern: string): string {
  return pattern.replaceAll(/[\\?]/g, String.raw`\$&`);
}

/** Whether a text is the pattern, whose `*` stand for anything; in linear time. */
export function matchesWildcard(pattern: string, text: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return text === pattern;
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}
