import type { SkipReason } from "./contract.ts";
import type { CrawlSettings } from "./crawl-settings.ts";
import type { FrontierEntry } from "./known-urls.ts";
import type { CrawlScope } from "./scope.ts";

/** What becomes of a link. */
export type LinkVerdict =
  /** `hops`: links in a row that led out of the scope to there. */
  | { readonly kind: "follow"; readonly hops: number }
  /** Whoever leads there, and by whatever way. */
  | { readonly kind: "refuse"; readonly reason: "outOfScope" | "excluded" }
  /** Unless another link leads there. */
  | { readonly kind: "leave"; readonly reason: "nofollow" | "depth" };

/** Which links are followed. */
export class LinkRules {
  readonly #scope: CrawlScope;
  readonly #settings: Pick<CrawlSettings, "maxDepth" | "extraHops" | "robots">;

  constructor(
    scope: CrawlScope,
    settings: Pick<CrawlSettings, "maxDepth" | "extraHops" | "robots">,
  ) {
    this.#scope = scope;
    this.#settings = settings;
  }

  /** Judges a link of a page that is itself `hops` links out of the scope; `avoided`: it asks not to be followed. */
  judge(
    { url, depth }: Pick<FrontierEntry, "url" | "depth">,
    hops: number,
    avoided: boolean,
  ): LinkVerdict {
    const next = this.hopsTo(url, hops + 1);
    if (typeof next !== "number") return { kind: "refuse", reason: next };
    if (avoided && this.#settings.robots) return { kind: "leave", reason: "nofollow" };
    if (depth > this.#settings.maxDepth) return { kind: "leave", reason: "depth" };
    return { kind: "follow", hops: next };
  }

  /** 0 for a URL in scope; `hops` for another, if so many are allowed, else why not. */
  hopsTo(url: string, hops: number): number | Extract<SkipReason, "outOfScope" | "excluded"> {
    const refusal = this.#scope.refusal(url);
    if (refusal === null) return 0;
    return hops <= this.#settings.extraHops && this.#scope.mayHop(url) ? hops : refusal;
  }
}
