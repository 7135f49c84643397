import type { GivenRequests } from "./given-requests.ts";
import type { RequestRules } from "./interception.ts";

/** The rules for what the browser asks of the network; null where there are none. */
export function pageRequests(given: GivenRequests): RequestRules | null {
  if (!given.hasHeaders) return null;
  return {
    patterns: given.patterns.map((urlPattern) => ({ urlPattern })),
    decide: ({ url }) => given.headers(url),
  };
}
