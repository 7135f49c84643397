import type { Scope } from "./config.ts";
import type { SkipReason } from "./contract.ts";
import { registrableDomain } from "./registrable-domain.ts";
import { urlMatcher, type UrlMatcher } from "./url-pattern.ts";

/** Which links belong to a crawl. */
export class CrawlScope {
  readonly #scope: Scope;
  readonly #include: readonly UrlMatcher[];
  readonly #exclude: readonly UrlMatcher[];
  readonly #roots = new Set<string>();

  constructor(scope: Scope, include: readonly string[], exclude: readonly string[]) {
    this.#scope = scope;
    this.#include = include.map(urlMatcher);
    this.#exclude = exclude.map(urlMatcher);
  }

  /** Takes a seed, or the page a seed redirected to, as a place from which the scope is measured. */
  addRoot(url: string): void {
    this.#roots.add(this.#key(url));
  }

  /** Why a link is not followed; null when it is. */
  refusal(url: string): Extract<SkipReason, "outOfScope" | "excluded"> | null {
    if (this.#scope !== "any" && !this.#roots.has(this.#key(url))) return "outOfScope";
    const included = this.#include.length === 0 || this.#include.some((matches) => matches(url));
    return included && !this.#exclude.some((matches) => matches(url)) ? null : "excluded";
  }

  /** Whether a link may be followed although it leads out of the scope, or matches no include pattern. */
  mayHop(url: string): boolean {
    return !this.#exclude.some((matches) => matches(url));
  }

  /** What two URLs have in common when they are in one scope. */
  #key(url: string): string {
    const { origin, hostname } = new URL(url);
    switch (this.#scope) {
      case "page":
        return url;
      case "same-origin":
        return origin;
      case "same-hostname":
        return hostname;
      case "same-domain":
        return registrableDomain(hostname);
      case "any":
        return "";
    }
  }
}
