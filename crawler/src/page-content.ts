import type { ExtractRule } from "./extract-rules.ts";

/** What is kept of a page beside its links, as the crawl asks for it. */
export interface WantedContent {
  readonly rules: readonly ExtractRule[];
}

/** The same, as it was found. */
export interface PageContent {
  /** Name and values of each rule; null where the browser refuses the selector. */
  readonly extracted: readonly (readonly [name: string, values: readonly string[] | null])[];
  /** Whether values were left out or cut. */
  readonly extractedCut: boolean;
}

/** Values taken for one name at most, and characters of each. */
const mostValues = 1000;
const mostCharacters = 10_000;

/**
 * Defines `readContent(wanted)` for the one script per page. It never throws: a page may have put anything into its own
 * objects. A text is cut between characters, and half a surrogate pair, which is no text, becomes U+FFFD.
 */
export const contentScript = `
const readContent = ({ rules }) => {
  let extractedCut = false;
  const valuesOf = ({ selector, attribute }) => {
    let elements;
    try {
      elements = document.querySelectorAll(selector);
    } catch {
      return null;
    }
    const values = [];
    for (const element of elements) {
      try {
        const text = attribute === null ? (element.innerText ?? element.textContent) : element.getAttribute(attribute);
        if (typeof text !== "string") continue;
        if (values.length === ${String(mostValues)}) {
          extractedCut = true;
          break;
        }
        const value = attribute === null ? text.trim() : text;
        if (value.length > ${String(mostCharacters)}) extractedCut = true;
        const start = value.slice(0, ${String(mostCharacters)}).replace(/[\\uD800-\\uDBFF]$/, "");
        values.push(start.replace(/\\p{Surrogate}/gu, "\\uFFFD"));
      } catch {}
    }
    return values;
  };
  const extracted = rules.map((rule) => [rule.name, valuesOf(rule)]);
  return { extracted, extractedCut };
};
`;
