import { deadline } from "./deadline.ts";
import { messageOf } from "./errors.ts";
import type { Ask } from "./network.ts";
import type { Output } from "./output.ts";
import { decoded, limited } from "./sitemap-text.ts";
import { SitemapXml, type ListedPage, type Locations } from "./sitemap-xml.ts";
import { unzipped } from "./unzipped.ts";

/** An index may name sitemaps, which name pages: https://www.sitemaps.org/protocol.html has no deeper level. */
const deepest = 2;
const timeoutMs = 60_000;
/** URLs of one file that the protocol allows. */
const mostUrls = 50_000;

/**
 * Pages of a sitemap, or of all sitemaps of an index, as they are read: XML, a feed, or a text with a URL a line, gzip or not. What
 * cannot be read, or is beyond the limits of the protocol, is told on stderr and left out; what came before it counts.
 */
export async function* sitemapPages(
  sitemap: string,
  ask: Ask,
  output: Output,
  signal: AbortSignal,
): AsyncGenerator<ListedPage> {
  const seen = new Set([sitemap]);
  let urls = [sitemap];
  for (let level = 0; level <= deepest; level += 1) {
    // Each is read once, whoever names it.
    const named: string[] = [];
    for (const url of urls) {
      if (signal.aborted) return;
      for await (const { pages, sitemaps } of readSitemap(url, ask, output, signal)) {
        yield* pages;
        for (const location of sitemaps) {
          const other = URL.canParse(location, url) ? new URL(location, url).href : location;
          if (!seen.has(other)) named.push(other);
          seen.add(other);
        }
      }
    }
    urls = named;
  }
}

async function* readSitemap(
  sitemap: string,
  ask: Ask,
  output: Output,
  signal: AbortSignal,
): AsyncGenerator<Locations> {
  const within = deadline(timeoutMs, signal);
  let left = mostUrls;
  const warn = (what: string): void => {
    output.log("WARNING", `⛔ Sitemap ${sitemap} ${what.replace(/\.$/, "")}.`);
  };
  try {
    const response = await ask(sitemap, { signal: within.signal });
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      throw new Error(`HTTP status ${String(response.status)}`);
    }
    const body: ReadableStream<Uint8Array> = response.body;
    for await (const { pages, sitemaps } of parse(limited(unzipped(body)), warn)) {
      yield { pages: pages.slice(0, left), sitemaps: sitemaps.slice(0, left) };
      left -= pages.length + sitemaps.length;
      if (left < 0) {
        throw new Error(`it has more than ${String(mostUrls)} URLs, and the rest is left out`);
      }
    }
  } catch (error) {
    const urls = mostUrls - Math.max(0, left);
    const part = urls === 0 ? "" : ` to its end, and gave ${String(urls)} of its URLs`;
    warn(`cannot be read${part}: ${messageOf(error)}`);
  } finally {
    within.end();
  }
}

/** XML, or a text with a URL a line. `warn` hears what is left out. */
async function* parse(
  source: AsyncIterable<Uint8Array>,
  warn: (what: string) => void,
): AsyncGenerator<Locations> {
  const xml = new SitemapXml();
  let isXml: boolean | null = null;
  let rest = "";
  let lineUrls = 0;
  const inText = (lines: readonly string[]): Locations => {
    const locations = inLines(lines);
    lineUrls += locations.pages.length;
    return locations;
  };
  for await (const piece of decoded(source)) {
    // Nothing may stand before an XML declaration, and often an empty line does.
    const text: string = isXml === null ? piece.trimStart() : piece;
    isXml ??= text === "" ? null : text.startsWith("<");
    if (isXml === true) {
      yield xml.read(text);
      // After the yield: what came before the broken place counts.
      xml.check();
    } else if (isXml === false) {
      const lines = (rest + text).split(/\r?\n/);
      rest = lines.pop() ?? "";
      yield inText(lines);
    }
  }
  if (isXml === true) {
    xml.end();
    if (xml.leftOut !== null) warn(`is read with ${xml.leftOut}`);
    return;
  }
  yield inText([rest]);
  if (lineUrls === 0) throw new Error("it names no URL");
}

function inLines(lines: readonly string[]): Locations {
  const urls = lines.map((line) => line.trim()).filter((line) => /^https?:/i.test(line));
  return { pages: urls.map((url) => ({ url })), sitemaps: [] };
}
