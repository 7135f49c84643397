import type { Visit } from "./classify.ts";
import type { ExtractRule } from "./extract-rules.ts";
import type { Output } from "./output.ts";

/** Warns of selectors that the browser refuses: once of each, however many pages there are. */
export class RefusedSelectors {
  readonly #rules: readonly ExtractRule[];
  readonly #output: Pick<Output, "log">;
  readonly #told = new Set<string>();

  constructor(rules: readonly ExtractRule[], output: Pick<Output, "log">) {
    this.#rules = rules;
    this.#output = output;
  }

  /** Looks at what came of a page. */
  look(visit: Visit): void {
    const content = visit.kind === "noDocument" ? undefined : visit.reading?.content;
    for (const [name, values] of content?.extracted ?? []) {
      if (values !== null || this.#told.has(name)) continue;
      this.#told.add(name);
      const selector = this.#rules.find((rule) => rule.name === name)?.selector ?? "";
      this.#output.log(
        "WARNING",
        `⛔ The browser does not take "${selector}" as a CSS selector: ${name} stays empty.`,
      );
    }
  }
}
