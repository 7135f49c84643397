import { mostBytes } from "./fit-record.ts";
import type { ExtractRule } from "./extract-rules.ts";

/** What is kept of a page beside its links, as the crawl asks for it. */
export interface WantedContent {
  readonly rules: readonly ExtractRule[];
  readonly metadata: boolean;
  readonly text: boolean;
  readonly html: boolean;
}

/** The same, as it was found. */
export interface PageContent {
  /** Name and values of each rule; null where the browser refuses the selector. */
  readonly extracted: readonly (readonly [name: string, values: readonly string[] | null])[];
  /** Null where it is not wanted. */
  readonly metadata: FoundMetadata | null;
  readonly text: string | null;
  readonly html: string | null;
  /** What was left out or cut. */
  readonly cut: readonly ("extracted" | "metadata" | "text" | "html")[];
}

/** What a page says of itself, as it stands there. */
export interface FoundMetadata {
  readonly description: string | null;
  readonly lang: string | null;
  readonly meta: readonly (readonly [name: string, content: string])[];
  /** Texts of the JSON-LD blocks. */
  readonly jsonLd: readonly string[];
}

/** Values taken for one name at most, and characters of each. */
const mostValues = 1000;
const mostCharacters = 10_000;
/** The same for the metadata. A JSON-LD block is whole or absent. */
const mostMeta = 100;
const mostBlocks = 50;
const mostBlockCharacters = 100_000;
/** Characters of text and of HTML: more bytes than these fit into no record, so that the browser need not send them. */
const mostOfPage = mostBytes;

/**
 * Defines `readContent(wanted)` for the one script per page, which defines `page` and `genuine`. It never throws: a page may
 * have put anything into its own objects. A text is cut between characters, and half a surrogate pair, which is no text, becomes U+FFFD.
 */
export const contentScript = `
const readContent = (wanted) => {
  const cut = new Set();
  const limited = (text, field, most) => {
    if (text.length > most) cut.add(field);
    const start = text.length > most ? text.slice(0, most).replace(/[\\uD800-\\uDBFF]$/, "") : text;
    return start.replace(/\\p{Surrogate}/gu, "\\uFFFD");
  };
  const collect = (selector, field, most, valueOf) => {
    const values = [];
    for (const element of page.querySelectorAll(selector)) {
      let value = null;
      try {
        value = valueOf(genuine(element));
      } catch {}
      if (value === null) continue;
      if (values.length === most) {
        cut.add(field);
        break;
      }
      values.push(value);
    }
    return values;
  };
  const textOf = (element) => {
    const text = element.innerText ?? element.textContent;
    return typeof text === "string" ? text.trim() : null;
  };
  const extract = ({ name, selector, attribute }) => {
    try {
      const values = collect(selector, "extracted", ${String(mostValues)}, (element) => {
        const value = attribute === null ? textOf(element) : element.getAttribute(attribute);
        return value === null ? null : limited(value, "extracted", ${String(mostCharacters)});
      });
      return [name, values];
    } catch {
      return [name, null];
    }
  };
  const contentOf = (element) => limited(element.content.trim(), "metadata", ${String(mostCharacters)});
  const readMetadata = () => ({
    description: collect('meta[name="description" i][content]', "metadata", Infinity, contentOf)[0] || null,
    lang: limited(page.documentElement?.lang ?? "", "metadata", 100) || null,
    meta: collect("meta[property][content], meta[name][content]", "metadata", ${String(mostMeta)}, (element) => {
      const name = (element.getAttribute("property") ?? element.name).trim();
      return /^(?:og|twitter|article|book|profile|product|music|video):[\\w:.-]{1,100}$/i.test(name)
        ? [name.toLowerCase(), contentOf(element)]
        : null;
    }),
    jsonLd: collect('script[type="application/ld+json" i]', "metadata", ${String(mostBlocks)}, (element) => {
      if (element.text.length <= ${String(mostBlockCharacters)}) return limited(element.text, "metadata", Infinity);
      cut.add("metadata");
      return null;
    }),
  });
  const isWithin = (element, place) => element !== null && genuine(element).closest(place) !== null;
  const readText = () => {
    const places = ["main, [role=main]", "article", "body"];
    for (const place of places) {
      const text = collect(place, "text", Infinity, (element) => {
        // What is not shown, or part of another such place, is not read again.
        const isRead = element.checkVisibility?.() !== false && !isWithin(element.parentElement, place);
        return isRead ? textOf(element) : null;
      }).join("\\n\\n");
      const folded = text.replace(/[^\\S\\n]+/g, " ").replace(/ ?\\n ?/g, "\\n").replace(/\\n{3,}/g, "\\n\\n").trim();
      if (folded !== "") return limited(folded, "text", ${String(mostOfPage)});
    }
    return "";
  };
  const readHtml = () => {
    const type = page.doctype === null ? "" : new XMLSerializer().serializeToString(page.doctype) + "\\n";
    return limited(type + page.documentElement.outerHTML, "html", ${String(mostOfPage)});
  };
  const attempt = (read, otherwise) => {
    try {
      return read();
    } catch {
      return otherwise;
    }
  };
  const extracted = wanted.rules.map(extract);
  const metadata = wanted.metadata ? attempt(readMetadata, null) : null;
  const text = wanted.text ? attempt(readText, "") : null;
  const html = wanted.html ? attempt(readHtml, "") : null;
  return { extracted, metadata, text, html, cut: [...cut] };
};
`;
