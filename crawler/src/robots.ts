import type { PageErrorCode } from "./contract.ts";
import { systemClock, type Clock } from "./clock.ts";
import { withDeadline } from "./deadline.ts";
import { causeCode, messageOf } from "./errors.ts";
import type { Ask } from "./network.ts";
import type { Output } from "./output.ts";
import { longestCrawlDelay } from "./politeness.ts";
import { PrivateAddressError } from "./private-address.ts";
import { ProxyError } from "./proxy-server.ts";
import { backOffMs } from "./retry.ts";
import { readRobotsFile } from "./robots-file.ts";
import { RobotsRules } from "./robots-rules.ts";
import { namedSitemaps, productToken } from "./robots-text.ts";

/** What robots.txt says of a URL. */
export type RobotsAnswer =
  /** `crawlDelay` in seconds; 0 when none is asked for. */
  | { readonly kind: "allowed"; readonly crawlDelay: number }
  | { readonly kind: "disallowed" }
  /** The file could not be had, and is tried again: ask once more after `ms` milliseconds. */
  | { readonly kind: "later"; readonly ms: number }
  /** The host does not answer: no page of it may be loaded, and none could be. */
  | { readonly kind: "unreachable"; readonly code: PageErrorCode; readonly message: string };

type Rules =
  | { readonly kind: "rules"; readonly own: RobotsRules; readonly sitemaps: readonly string[] }
  | Exclude<RobotsAnswer, { kind: "allowed" | "later" }>
  | { readonly kind: "none" };

/** One try at a file; `why` another may end better, for people; null when it is the last. */
interface Try {
  readonly rules: Rules;
  readonly why: string | null;
}

/** What is known of one origin. */
interface Origin {
  /** The last try, or the one that is made. */
  readonly tried: Promise<Try>;
  readonly tries: number;
  /** Not known before the try is over. */
  dueMs: number | null;
}

/** https://www.rfc-editor.org/rfc/rfc9309#section-2.3.1.2: after five redirects the file may count as not there. */
const mostRedirects = 5;
/** Milliseconds in which a file must be there, whole. */
const timeoutMs = 10_000;
/** Tries at a file whose server fails or does not answer: at once, and after about 1, 2 and 4 seconds. */
const mostTries = 4;

/**
 * robots.txt of every origin of a crawl, by RFC 9309; each is fetched once, and some more times while its server fails or does
 * not answer (https://www.rfc-editor.org/rfc/rfc9309#section-2.3.1.4 forbids all until then).
 */
export class Robots {
  readonly #token: string;
  readonly #ask: Ask;
  readonly #output: Output;
  readonly #clock: Clock;
  readonly #withinMs: number;
  readonly #origins = new Map<string, Origin>();

  /** Rules are looked up for the product token of `agent`, the User-Agent header; each try may take `withinMs`. */
  constructor(
    agent: string,
    ask: Ask,
    output: Output,
    clock: Clock = systemClock,
    withinMs = timeoutMs,
  ) {
    this.#withinMs = withinMs;
    this.#token = productToken(agent);
    this.#ask = ask;
    this.#output = output;
    this.#clock = clock;
  }

  async ask(url: string, signal: AbortSignal): Promise<RobotsAnswer> {
    const { origin } = new URL(url);
    const known = this.#known(origin, signal);
    const { rules, why } = await known.tried;
    if (why !== null && known.tries < mostTries && !signal.aborted) {
      return { kind: "later", ms: this.#waitMs(known, origin, why) };
    }
    if (rules.kind === "none") return { kind: "allowed", crawlDelay: 0 };
    if (rules.kind !== "rules") return rules;
    return rules.own.allows(url)
      ? { kind: "allowed", crawlDelay: rules.own.crawlDelay }
      : { kind: "disallowed" };
  }

  /** Sitemaps that the file of an origin names, once it is known; none where it cannot be had. */
  async sitemaps(origin: string, signal: AbortSignal): Promise<readonly string[]> {
    while (!signal.aborted) {
      const known = this.#known(origin, signal);
      const { rules, why } = await known.tried;
      if (why === null || known.tries >= mostTries) {
        return rules.kind === "rules" ? rules.sitemaps : [];
      }
      await this.#clock.sleep(this.#waitMs(known, origin, why), signal);
    }
    return [];
  }

  /** The try that counts now; whoever asks first after the wait makes the next. */
  #known(origin: string, signal: AbortSignal): Origin {
    const last = this.#origins.get(origin);
    const isDue = typeof last?.dueMs === "number" && last.dueMs <= this.#clock.now();
    if (last !== undefined && !isDue) return last;
    const tries = (last?.tries ?? 0) + 1;
    const next = { tried: this.#fetch(origin, tries, signal), tries, dueMs: null };
    this.#origins.set(origin, next);
    return next;
  }

  #waitMs(known: Origin, origin: string, why: string): number {
    const nowMs = this.#clock.now();
    if (known.dueMs === null) {
      const ms = backOffMs(known.tries + 1, Math.random());
      known.dueMs = nowMs + ms;
      const seconds = (ms / 1000).toFixed(1);
      this.#output.log("WARNING", `⛔ ${origin}/robots.txt ${why}; trying again in ${seconds} s.`);
    }
    return Math.max(1, known.dueMs - nowMs);
  }

  async #fetch(origin: string, tries: number, signal: AbortSignal): Promise<Try> {
    const url = `${origin}/robots.txt`;
    try {
      return await withDeadline(this.#withinMs, signal, async (within) => {
        return await this.#fetchOnce(url, tries, within);
      });
    } catch (error) {
      if (error instanceof PrivateAddressError) {
        const { message } = error;
        return { rules: { kind: "unreachable", code: "privateAddress", message }, why: null };
      }
      const reason = error instanceof ProxyError ? error.message : reasonOf(error);
      const code = error instanceof ProxyError ? "proxy" : pageError(reason);
      const isPassing =
        code === "proxy" || code === "network" || code === "timeout" || reason === "EAI_AGAIN";
      // A crawl that is stopped knows nothing of the host.
      if (!signal.aborted && (!isPassing || tries >= mostTries)) {
        this.#output.log(
          "WARNING",
          `⛔ ${url} cannot be fetched (${reason}): nothing of ${origin} is crawled.`,
        );
      }
      return {
        rules: { kind: "unreachable", code, message: `${url} cannot be fetched: ${reason}` },
        why: isPassing ? `cannot be fetched (${reason})` : null,
      };
    }
  }

  async #fetchOnce(url: string, tries: number, signal: AbortSignal): Promise<Try> {
    const response = await this.#follow(url, signal);
    if (response === null) return { rules: { kind: "none" }, why: null };
    if (response.ok) {
      const text = await readRobotsFile(response);
      const own = new RobotsRules(text, this.#token);
      if (own.crawlDelay > longestCrawlDelay) {
        this.#output.log(
          "WARNING",
          `⛔ ${url} asks for a Crawl-delay of ${String(own.crawlDelay)} s; ${String(longestCrawlDelay)} s are kept, or --delay where that is longer.`,
        );
      }
      return { rules: { kind: "rules", own, sitemaps: namedSitemaps(text, url) }, why: null };
    }
    await response.body?.cancel();
    if (response.status < 500) return { rules: { kind: "none" }, why: null };
    const why = `answers ${String(response.status)}`;
    if (tries >= mostTries) {
      this.#output.log("WARNING", `⛔ ${url} ${why}: by RFC 9309 nothing of this host is crawled.`);
    }
    return { rules: { kind: "disallowed" }, why };
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
