import { SaxesParser } from "saxes";

/** A page that a sitemap lists. */
export interface ListedPage {
  readonly url: string;
  /** From 0 to 1; absent where the sitemap says nothing, or something else. */
  readonly priority?: number;
}

/** What a piece of a sitemap names. */
export interface Locations {
  readonly pages: readonly ListedPage[];
  readonly sitemaps: readonly string[];
}

/** Characters of a URL beyond which it is none: what is longer is not kept in memory. */
const longestUrl = 100_000;

/** Elements that a sitemap may be; the last three are feeds (https://www.sitemaps.org/protocol.html#otherformats). */
const roots = ["urlset", "sitemapindex", "rss", "RDF", "feed"];

/**
 * Reads `<urlset>`, `<sitemapindex>` and feeds piece by piece. Entities that a document makes itself are errors, and no texts.
 */
export class SitemapXml {
  readonly #parser = new SaxesParser();
  readonly #path: string[] = [];
  #pages: ListedPage[] = [];
  #sitemaps: string[] = [];
  #page = "";
  #priority = NaN;
  #text = "";
  #failure: Error | undefined;

  constructor() {
    this.#parser.on("error", (error) => {
      this.#failure ??= error;
    });
    this.#parser.on("opentag", ({ name, attributes }) => {
      const element = localName(name);
      const parent = this.#path.at(-1);
      if (parent === undefined && !roots.includes(element)) {
        const expected = "<urlset>, <sitemapindex> or a feed";
        this.#failure ??= new Error(`it is no sitemap: it has <${element}> instead of ${expected}`);
      }
      if (parent === "entry" && element === "link") this.#addEntry(attributes);
      this.#path.push(element);
      this.#text = "";
      if (element === "url") [this.#page, this.#priority] = ["", NaN];
    });
    const addText = (part: string): void => {
      if (this.#text.length <= longestUrl) this.#text += part;
    };
    this.#parser.on("text", addText);
    this.#parser.on("cdata", addText);
    this.#parser.on("closetag", () => {
      this.#close();
    });
  }

  /** What is in a piece, and was begun in those before it. */
  read(text: string): Locations {
    this.#parser.write(text);
    const found = { pages: this.#pages, sitemaps: this.#sitemaps };
    [this.#pages, this.#sitemaps] = [[], []];
    return found;
  }

  /** Says that there are no more pieces. Throws when the document has no end. */
  end(): void {
    this.#parser.close();
    this.check();
  }

  /** Throws what is wrong with what was read. */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** The link of an entry in an Atom feed (https://www.rfc-editor.org/rfc/rfc4287#section-4.2.7). */
  #addEntry({ href = "", rel = "alternate" }: Readonly<Record<string, string>>): void {
    const isUrl = rel === "alternate" && href !== "" && href.length <= longestUrl;
    if (isUrl && this.#failure === undefined) this.#pages.push({ url: href });
  }

  #close(): void {
    const [parent, element] = this.#path.slice(-2);
    // What comes after the broken place may mean anything.
    if (this.#failure !== undefined) return;
    const text = this.#text.trim();
    const isUrl = text.length <= longestUrl && text !== "";
    if (element === "loc" && parent === "sitemap" && isUrl) this.#sitemaps.push(text);
    if (element === "loc" && parent === "url" && isUrl) this.#page = text;
    if (element === "link" && parent === "item" && isUrl) this.#pages.push({ url: text });
    if (element === "priority" && parent === "url" && text !== "") this.#priority = Number(text);
    if (this.#path.at(-1) === "url" && this.#page !== "") {
      const isPriority = this.#priority >= 0 && this.#priority <= 1;
      this.#pages.push({ url: this.#page, ...(isPriority ? { priority: this.#priority } : {}) });
      this.#page = "";
    }
    this.#path.pop();
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}
