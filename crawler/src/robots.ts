import robotsParserModule, { type Robot } from "robots-parser";
import type { PageErrorCode } from "./contract.ts";
import { withDeadline } from "./deadline.ts";
import { causeCode, messageOf } from "./errors.ts";
import type { Ask } from "./network.ts";
import type { Output } from "./output.ts";
import { decodeUnreserved, pageRules, productToken } from "./robots-text.ts";

/** What robots.txt says of a URL. */
export type RobotsAnswer =
  /** `crawlDelay` in seconds; 0 when none is asked for. */
  | { readonly kind: "allowed"; readonly crawlDelay: number }
  | { readonly kind: "disallowed" }
  /** The host does not answer: no page of it may be loaded, and none could be. */
  | { readonly kind: "unreachable"; readonly code: PageErrorCode; readonly message: string };

type Rules =
  | { readonly kind: "rules"; readonly robot: Robot }
  | Exclude<RobotsAnswer, { kind: "allowed" }>
  | { readonly kind: "none" };

/** https://www.rfc-editor.org/rfc/rfc9309#section-2.5: at least 500 KiB must be parsed. */
const capBytes = 500 * 1024;
/** https://www.rfc-editor.org/rfc/rfc9309#section-2.3.1.2: after five redirects the file may count as not there. */
const mostRedirects = 5;
const timeoutMs = 10_000;

// Its types declare a default export inside the CommonJS module; the module itself is the function.
const robotsParser = robotsParserModule as unknown as (url: string, contents: string) => Robot;

/** robots.txt of every origin of a crawl, by RFC 9309; each is fetched once. */
export class Robots {
  readonly #token: string;
  readonly #ask: Ask;
  readonly #output: Output;
  readonly #origins = new Map<string, Promise<Rules>>();

  /** Rules are looked up for the product token of `agent`, the User-Agent header. */
  constructor(agent: string, ask: Ask, output: Output) {
    this.#token = productToken(agent);
    this.#ask = ask;
    this.#output = output;
  }

  async ask(url: string, signal: AbortSignal): Promise<RobotsAnswer> {
    const { origin } = new URL(url);
    const pending = this.#origins.get(origin) ?? this.#fetch(origin, signal);
    this.#origins.set(origin, pending);
    const rules = await pending;
    if (rules.kind === "none") return { kind: "allowed", crawlDelay: 0 };
    if (rules.kind !== "rules") return rules;
    // Undefined means another origin than the file's, which cannot be here; then nothing is known, so nothing is allowed.
    return rules.robot.isAllowed(decodeUnreserved(url), this.#token) === true
      ? { kind: "allowed", crawlDelay: Math.max(0, rules.robot.getCrawlDelay(this.#token) ?? 0) }
      : { kind: "disallowed" };
  }

  async #fetch(origin: string, signal: AbortSignal): Promise<Rules> {
    const url = `${origin}/robots.txt`;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await withDeadline(timeoutMs, signal, async (within) => {
          return await this.#fetchOnce(url, within);
        });
      } catch (error) {
        if (attempt < 2 && !signal.aborted) continue;
        const code = reasonOf(error);
        // A crawl that is stopped knows nothing of the host.
        if (!signal.aborted) {
          this.#output.log(
            "WARNING",
            `⛔ ${url} cannot be fetched (${code}): nothing of ${origin} is crawled.`,
          );
        }
        return {
          kind: "unreachable",
          code: pageError(code),
          message: `${url} cannot be fetched: ${code}`,
        };
      }
    }
  }

  async #fetchOnce(url: string, signal: AbortSignal): Promise<Rules> {
    const response = await this.#follow(url, signal);
    if (response === null) return { kind: "none" };
    if (response.ok) {
      return { kind: "rules", robot: robotsParser(url, pageRules(await readCapped(response))) };
    }
    await response.body?.cancel();
    if (response.status < 500) return { kind: "none" };
    this.#output.log(
      "WARNING",
      `⛔ ${url} answers ${String(response.status)}: by RFC 9309 nothing of this host is crawled.`,
    );
    return { kind: "disallowed" };
  }

  /** The answer after redirects, also to other hosts; null where they lead nowhere. */
  async #follow(from: string, signal: AbortSignal): Promise<Response | null> {
    let url = from;
    for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
      const response = await this.#ask(url, { redirect: "manual", signal });
      if (response.status < 300 || response.status >= 400) return response;
      await response.body?.cancel();
      const location = response.headers.get("location") ?? "";
      if (location === "" || !URL.canParse(location, url)) return null;
      url = new URL(location, url).href;
      if (!/^https?:/.test(url)) return null;
    }
    return null;
  }
}

/** A line that the limit cuts is left out: half a path would refuse more than was meant. */
async function readCapped(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  if (response.body === null) return "";
  // Its type leaves open what a chunk is; it is bytes (https://fetch.spec.whatwg.org/#concept-body).
  const body: ReadableStream<Uint8Array> = response.body;
  const reader = body.getReader();
  while (bytes < capBytes) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    bytes += value.length;
  }
  await reader.cancel();
  const text = Buffer.concat(chunks).subarray(0, capBytes).toString("utf8");
  return bytes <= capBytes ? text : text.slice(0, text.search(/[\r\n][^\r\n]*$/) + 1);
}

/** The system's error code, or a word for what has none. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === "TimeoutError") return "no answer in time";
  const cause = error instanceof Error ? error.cause : undefined;
  return causeCode(error) ?? messageOf(cause ?? error);
}

function pageError(code: string): PageErrorCode {
  // Ports that neither browsers nor Node.js open: https://fetch.spec.whatwg.org/#port-blocking
  if (code === "bad port") return "blockedByBrowser";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "dns";
  return /CERT|TLS|SSL|SELF_SIGNED/.test(code)
    ? "tls"
    : code === "no answer in time"
      ? "timeout"
      : "network";
}
