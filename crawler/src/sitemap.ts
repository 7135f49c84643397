import { DecompressionStream, ReadableStream } from "node:stream/web";
import { SaxesParser } from "saxes";
import { messageOf } from "./errors.ts";
import type { Output } from "./output.ts";

/** An index may name sitemaps, which name pages: https://www.sitemaps.org/protocol.html has no deeper level. */
const deepest = 2;
const timeoutMs = 60_000;

interface Locations {
  readonly pages: readonly string[];
  readonly sitemaps: readonly string[];
}

/**
 * URLs of a sitemap or of all sitemaps of an index, read as a stream, gzip or not. What cannot be read is told on stderr
 * and left out; what came before it counts.
 */
export async function sitemapUrls(
  sitemap: string,
  agent: string,
  output: Output,
  signal: AbortSignal,
  level = 0,
): Promise<readonly string[]> {
  const found = { pages: [] as string[], sitemaps: [] as string[] };
  try {
    const response = await fetch(sitemap, {
      headers: { "user-agent": agent },
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      throw new Error(`HTTP status ${String(response.status)}`);
    }
    for await (const locations of parse(unzipped(response.body))) {
      found.pages.push(...locations.pages);
      found.sitemaps.push(...locations.sitemaps);
    }
  } catch (error) {
    output.log("WARNING", `⛔ Sitemap ${sitemap} cannot be read: ${messageOf(error)}.`);
  }
  if (level >= deepest) return found.pages;
  const nested: string[] = [];
  for (const url of found.sitemaps) {
    nested.push(...(await sitemapUrls(url, agent, output, signal, level + 1)));
  }
  return [...found.pages, ...nested];
}

/** Gzip is told by its first two bytes: neither file names nor content types are to be trusted. */
async function* unzipped(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  const first = await reader.read();
  if (first.done) return;
  const whole = new ReadableStream<Uint8Array>({
    start: (controller) => {
      controller.enqueue(first.value);
    },
    pull: async (controller) => {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: async (reason) => {
      await reader.cancel(reason);
    },
  });
  const isGzip = first.value[0] === 0x1f && first.value[1] === 0x8b;
  yield* isGzip ? whole.pipeThrough(new DecompressionStream("gzip")) : whole;
}

async function* parse(source: AsyncIterable<Uint8Array>): AsyncGenerator<Locations> {
  const parser = new SaxesParser();
  const decoder = new TextDecoder();
  const path: string[] = [];
  let pages: string[] = [];
  let sitemaps: string[] = [];
  let text = "";
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name }) => {
    path.push(localName(name));
    text = "";
  });
  parser.on("text", (part) => {
    text += part;
  });
  parser.on("cdata", (part) => {
    text += part;
  });
  parser.on("closetag", () => {
    const [parent, element] = path.slice(-2);
    if (element === "loc" && parent === "url") pages.push(text.trim());
    if (element === "loc" && parent === "sitemap") sitemaps.push(text.trim());
    path.pop();
  });
  for await (const chunk of source) {
    parser.write(decoder.decode(chunk, { stream: true }));
    yield { pages, sitemaps };
    pages = [];
    sitemaps = [];
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}
