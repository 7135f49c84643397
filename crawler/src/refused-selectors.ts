import type { Visit } from "./classify.ts";
import type { ExtractRule } from "./extract-rules.ts";
import type { Output } from "./output.ts";

/** Warns of selectors that the browser refuses: once of each, however many pages there are. */
export class RefusedSelectors {
  readonly #rules: readonly ExtractRule[];
  readonly #waitFor: string | undefined;
  readonly #output: Pick<Output, "log">;
  readonly #told = new Set<string>();

  constructor(
    rules: readonly ExtractRule[],
    waitFor: string | undefined,
    output: Pick<Output, "log">,
  ) {
    this.#rules = rules;
    this.#waitFor = waitFor;
    this.#output = output;
  }

  /** Looks at what came of a page. */
  look(visit: Visit): void {
    const reading = visit.kind === "noDocument" ? null : visit.reading;
    if (reading?.refusesWaitFor === true) {
      this.#tell(this.#waitFor ?? "", "pages are not waited for");
    }
    for (const [name, values] of reading?.content?.extracted ?? []) {
      if (values !== null) continue;
      const selector = this.#rules.find((rule) => rule.name === name)?.selector ?? "";
      this.#tell(selector, `${name} stays empty`);
    }
  }

  #tell(selector: string, consequence: string): void {
    const line = `⛔ The browser does not take "${selector}" as a CSS selector: ${consequence}.`;
    if (this.#told.has(line)) return;
    this.#told.add(line);
    this.#output.log("WARNING", line);
  }
}
