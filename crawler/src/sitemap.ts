import { SaxesParser } from "saxes";
import { withDeadline } from "./deadline.ts";
import { messageOf } from "./errors.ts";
import type { Ask } from "./network.ts";
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
  ask: Ask,
  output: Output,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const pages: string[] = [];
  const seen = new Set([sitemap]);
  let urls = [sitemap];
  for (let level = 0; level <= deepest; level += 1) {
    // Each is read once, whoever names it.
    const named: string[] = [];
    for (const url of urls) {
      if (signal.aborted) return pages;
      const found = await readSitemap(url, ask, output, signal);
      for (const page of found.pages) pages.push(page);
      for (const other of found.sitemaps) {
        if (!seen.has(other)) named.push(other);
        seen.add(other);
      }
    }
    urls = named;
  }
  return pages;
}

async function readSitemap(
  sitemap: string,
  ask: Ask,
  output: Output,
  signal: AbortSignal,
): Promise<Locations> {
  const pages: string[] = [];
  const sitemaps: string[] = [];
  try {
    await withDeadline(timeoutMs, signal, async (within) => {
      const response = await ask(sitemap, { signal: within });
      if (!response.ok || response.body === null) {
        await response.body?.cancel();
        throw new Error(`HTTP status ${String(response.status)}`);
      }
      const body: ReadableStream<Uint8Array> = response.body;
      for await (const locations of parse(unzipped(body))) {
        for (const page of locations.pages) pages.push(page);
        for (const other of locations.sitemaps) sitemaps.push(other);
      }
    });
  } catch (error) {
    output.log("WARNING", `⛔ Sitemap ${sitemap} cannot be read: ${messageOf(error)}.`);
  }
  return { pages, sitemaps };
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
  let failure: Error | undefined;
  parser.on("error", (error) => {
    failure ??= error;
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
    // After the yield: what came before the broken place counts.
    if (failure !== undefined) throw failure;
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}
