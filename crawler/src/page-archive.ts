import type { Visit } from "./classify.ts";
import { SettingError } from "./config.ts";
import { environmentNames } from "./contract.ts";
import { withDeadline } from "./deadline.ts";
import type { SentDocument } from "./document-body.ts";
import type { Exchange } from "./document-exchange.ts";
import type { Ask } from "./network.ts";

/** Bytes of a body that is asked for once more, at most, and milliseconds that it gets. */
const mostBytes = 32 * 1024 * 1024;
const timeoutMs = 30_000;
/** Headers that are nobody else's business, beside those that the settings give. */
const secrets = ["authorization", "proxy-authorization", "cookie", "set-cookie"];

/** Makes a WARC file of exchanges; `body` is the answer to the last of them. */
export type MakeWarc = (
  exchanges: readonly Exchange[],
  body: Buffer,
  date: string,
) => Promise<Buffer>;

/** Loads what makes WARC files. Throws {@link SettingError} when the package for it is not installed. */
export async function loadWarc(): Promise<MakeWarc> {
  try {
    return (await import("./warc-records.ts")).warcFile;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new SettingError(
      `Expected the npm package warcio for ${environmentNames.warc}, but it is not installed: npm install warcio.`,
    );
  }
}

/** Makes WARC files of pages. */
export class PageArchive {
  readonly #makeFile: MakeWarc;
  readonly #ask: Ask;
  readonly #signal: AbortSignal;
  readonly #agent: string;
  readonly #secrets: ReadonlySet<string>;

  /** `agent`: the crawl's user agent. `secretNames`: headers of requests that no file may tell, in small letters. */
  constructor(
    makeFile: MakeWarc,
    ask: Ask,
    {
      agent,
      secretNames,
      signal,
    }: { agent: string; secretNames: readonly string[]; signal: AbortSignal },
  ) {
    this.#makeFile = makeFile;
    this.#ask = ask;
    this.#signal = signal;
    this.#agent = agent;
    this.#secrets = new Set([...secrets, ...secretNames]);
  }

  /**
   * The file of a visit to `url`; null when it cannot be made, undefined for a visit that no document and no answer came
   * of. What the browser cannot give, such as a download, is asked for once more. Never throws.
   */
  async file(url: string, visit: Visit): Promise<Buffer | null | undefined> {
    if (visit.kind === "error" && visit.reading === null) return undefined;
    const href = visit.kind === "noDocument" ? url : (visit.reading?.href ?? url);
    const sent = visit.kind === "noDocument" ? null : visit.sent;
    try {
      const { exchanges, body } = sent ?? (await this.#askAgain(href.replace(/#.*/s, "")));
      const open = exchanges.map((exchange) => this.#withoutSecrets(exchange));
      return await this.#makeFile(open, body, new Date().toISOString());
    } catch {
      return null;
    }
  }

  #withoutSecrets(exchange: Exchange): Exchange {
    const isOpen = ([name]: readonly [string, string]): boolean =>
      !this.#secrets.has(name.toLowerCase());
    return {
      ...exchange,
      requestHeaders: exchange.requestHeaders.filter(isOpen),
      responseHeaders: exchange.responseHeaders.filter(isOpen),
    };
  }

  async #askAgain(url: string): Promise<SentDocument> {
    return await withDeadline(timeoutMs, this.#signal, async (within) => {
      const response = await this.#ask(url, { signal: within });
      const { status, statusText, headers } = response;
      const exchange: Exchange = {
        // Redirects were followed on the way.
        url: response.url === "" ? url : response.url,
        method: "GET",
        requestHeaders: [["User-Agent", this.#agent]],
        status,
        statusText,
        responseHeaders: [...headers],
      };
      return { exchanges: [exchange], body: await bodyOf(response) };
    });
  }
}

async function bodyOf(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const pieces: AsyncIterable<Uint8Array> | null = response.body;
  for await (const chunk of pieces ?? []) {
    size += chunk.length;
    if (size > mostBytes) throw new Error("the body is too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
