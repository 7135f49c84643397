import { parse, type DefaultTreeAdapterTypes } from "parse5";

/** What a page is without a browser: its answer to a plain fetch, and what an HTML parser finds in it. */
export interface PlainPage {
  readonly url: string;
  readonly status: number;
  readonly title: string;
  /** Absolute http(s) URLs without fragment, each once, sorted. */
  readonly links: readonly string[];
}

/** All pages that links lead to from `seeds`, as far as `mayFollow` lets them, by URL. */
export async function plainCrawl(
  seeds: readonly string[],
  mayFollow: (url: string) => boolean,
): Promise<ReadonlyMap<string, PlainPage>> {
  const pages = new Map<string, PlainPage>();
  const waiting = [...seeds];
  const seen = new Set(seeds);
  for (let url = waiting.pop(); url !== undefined; url = waiting.pop()) {
    const page = await plainPage(url);
    pages.set(url, page);
    for (const link of page.links) {
      if (seen.has(link) || !mayFollow(link)) continue;
      seen.add(link);
      waiting.push(link);
    }
  }
  return pages;
}

async function plainPage(url: string): Promise<PlainPage> {
  const response = await fetch(url);
  const text = await response.text();
  const isHtml = /^text\/html\b/.test(response.headers.get("content-type") ?? "");
  return { url, status: response.status, ...(isHtml ? readHtml(text, url) : noHtml) };
}

const noHtml: Pick<PlainPage, "title" | "links"> = { title: "", links: [] };

function readHtml(html: string, url: string): Pick<PlainPage, "title" | "links"> {
  const elements = [...elementsOf(parse(html))];
  const first = (name: string) => elements.find(({ tagName }) => tagName === name);
  const baseUrl = new URL(attribute(first("base"), "href") ?? "", url).href;
  const links = elements
    .filter(({ tagName }) => tagName === "a" || tagName === "area")
    .flatMap((element) => absolute(attribute(element, "href"), baseUrl) ?? []);
  return { title: textOf(first("title")), links: [...new Set(links)].sort() };
}

function* elementsOf(
  node: DefaultTreeAdapterTypes.ParentNode,
): Generator<DefaultTreeAdapterTypes.Element> {
  for (const child of node.childNodes) {
    if (!("tagName" in child)) continue;
    yield child;
    yield* elementsOf(child);
  }
}

function attribute(
  element: DefaultTreeAdapterTypes.Element | undefined,
  name: string,
): string | undefined {
  return element?.attrs.find((one) => one.name === name)?.value;
}

/** As `document.title` gives it: https://html.spec.whatwg.org/multipage/dom.html#document.title */
function textOf(element: DefaultTreeAdapterTypes.Element | undefined): string {
  const texts = element?.childNodes.flatMap((node) => ("value" in node ? node.value : [])) ?? [];
  return texts
    .join("")
    .replace(/[\t\n\f\r ]+/g, " ")
    .trim();
}

function absolute(href: string | undefined, baseUrl: string): string | null {
  if (href === undefined || !URL.canParse(href, baseUrl)) return null;
  const url = new URL(href, baseUrl);
  url.hash = "";
  return /^https?:$/.test(url.protocol) ? url.href : null;
}
