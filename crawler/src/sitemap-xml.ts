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

/** Parents and elements whose text is a URL. */
const urlPlaces = ["sitemap loc", "url loc", "item link"];

/** Faults after which the rest of a document means what it says: those of attributes, which say nothing here, and of texts. */
const ofAttributes = "attribute";
const ofTexts = /entity|disallowed character\.$|"]]>"/;

/** What may begin a reference or an end of CDATA at the end of a piece, and go on in the next. */
const begun = /(?:&#?\w{0,40}|<[![A-Z]{0,8}|\]{1,2})$/;
/** The ends of CDATA, and an ampersand that begins no reference: the commonest fault of sitemaps. */
const ampersands = /<!\[CDATA\[|]]>|&(?!(?:[a-z_][\w.-]*|#\d+|#x[\da-f]+);)/gi;

/**
 * Reads `<urlset>`, `<sitemapindex>` and feeds piece by piece. An ampersand that begins no reference is one; a URL with
 * another fault in it is left out. Entities that a document makes itself are such faults, and no texts.
 */
export class SitemapXml {
  readonly #parser = new SaxesParser();
  /** The start of a reference, or of an end of CDATA. */
  #rest = "";
  #isCdata = false;
  #isSpoilt = false;
  #spoilt = 0;
  #fault = "";
  readonly #path: string[] = [];
  #pages: ListedPage[] = [];
  #sitemaps: string[] = [];
  #page = "";
  #priority = NaN;
  #text = "";
  #failure: Error | undefined;

  constructor() {
    this.#parser.on("error", (error) => {
      if (ofTexts.test(error.message)) {
        this.#isSpoilt = true;
        this.#fault ||= error.message;
      } else if (!error.message.includes(ofAttributes)) {
        this.#failure ??= error;
      }
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
      this.#isSpoilt = false;
      if (element === "url") [this.#page, this.#priority] = ["", NaN];
    });
    const addText = (part: string): void => {
      if (this.#text.length <= longestUrl) this.#text += part;
    };
    this.#parser.on("text", addText);
    this.#parser.on("cdata", addText);
    this.#parser.on("closetag", () => {
      this.#close();
      this.#isSpoilt = false;
    });
  }

  /** What is in a piece, and was begun in those before it. */
  read(text: string): Locations {
    this.#parser.write(this.#withReferences(text));
    const found = { pages: this.#pages, sitemaps: this.#sitemaps };
    [this.#pages, this.#sitemaps] = [[], []];
    return found;
  }

  /** How many URLs were left out because of a fault in them, and the first fault; null without any. */
  get leftOut(): string | null {
    const urls = this.#spoilt === 1 ? "one URL" : `${String(this.#spoilt)} URLs`;
    return this.#spoilt === 0 ? null : `${urls} left out for a fault: ${this.#fault}`;
  }

  /** Says that there are no more pieces. Throws when the document has no end. */
  end(): void {
    this.#parser.write(this.#rest).close();
    this.check();
  }

  /** Throws what is wrong with what was read. */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** The link of an entry in an Atom feed (https://www.rfc-editor.org/rfc/rfc4287#section-4.2.7). */
  #addEntry({ href = "", rel = "alternate" }: Readonly<Record<string, string>>): void {
    const isUrl = rel === "alternate" && href !== "" && href.length <= longestUrl;
    if (isUrl && this.#failure === undefined && this.#isWhole()) this.#pages.push({ url: href });
  }

  #isWhole(): boolean {
    if (this.#isSpoilt) this.#spoilt += 1;
    return !this.#isSpoilt;
  }

  /** A piece, with `&amp;` for each ampersand that begins no reference. */
  #withReferences(piece: string): string {
    const text = this.#rest + piece;
    this.#rest = begun.exec(text)?.[0] ?? "";
    return text.slice(0, text.length - this.#rest.length).replace(ampersands, (found) => {
      if (found !== "&") this.#isCdata = found !== "]]>";
      return found === "&" && !this.#isCdata ? "&amp;" : found;
    });
  }

  #close(): void {
    const [parent, element] = this.#path.slice(-2);
    // What comes after the broken place may mean anything.
    if (this.#failure !== undefined) return;
    const text = this.#text.trim();
    const isUrl = text.length <= longestUrl && text !== "";
    const place = `${parent ?? ""} ${element ?? ""}`;
    if (isUrl && urlPlaces.includes(place) && this.#isWhole()) {
      if (parent === "sitemap") this.#sitemaps.push(text);
      if (parent === "url") this.#page = text;
      if (parent === "item") this.#pages.push({ url: text });
    }
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
