import type { Unsettled } from "./contract.ts";
import { requestsEnding } from "./page-activity.ts";
import { contentScript, type PageContent } from "./page-content.ts";

/** What the script in a page gives back. */
export interface PageReading {
  /** The mark that an earlier reading left: the document is not of this navigation. Null in a new one. */
  readonly oldMark: string | null;
  /** Whether the page before it went back in the history, and this one is loaded once more. */
  readonly wentBack: boolean;
  readonly href: string;
  readonly title: string;
  readonly contentType: string;
  /** HTTP status of the navigation; 0 when the browser does not tell. */
  readonly status: number;
  /** Chrome's name of the error, on its own error page. */
  readonly errorCode: string | null;
  readonly canonical: string | null;
  readonly textLength: number;
  /** Absolute http(s) URLs without fragment. */
  readonly links: readonly string[];
  /** Those of them that are on the page with `rel` nofollow, ugc or sponsored alone. */
  readonly nofollowLinks: readonly string[];
  /** The `meta` elements that may forbid robots something. */
  readonly robotsMeta: readonly RobotsMeta[];
  /** What was waited for and did not come; absent where all did. */
  readonly unsettled?: readonly Unsettled[];
  /** Whether the browser does not take the selector of `--wait-for`. */
  readonly refusesWaitFor?: true;
  /** Absent where the crawl asks for none. */
  readonly content?: PageContent;
}

/** Name and content of a `meta` element, as they are. */
export interface RobotsMeta {
  readonly name: string;
  readonly content: string;
}

/** What the script answers while a page may still render: ask again after so many milliseconds. */
export interface NotSettled {
  readonly waitMs: number;
}

/** Milliseconds without a change of the document after which a page with scripts counts as rendered. */
export const quietMs = 150;
/** Milliseconds after which it is read as it is. */
export const settleMs = 1500;
/** Milliseconds after which a page that had work left is asked once more whether it still has: most work is short. */
const soonMs = 30;
/** Milliseconds that an asynchronous script may take to run once it is loaded. */
const startMs = 50;

/**
 * The one script per page, as an expression: a function of (mark, quietMs, settleMs, what content is wanted or null, the
 * question of `activityScript`) that gives a {@link PageReading}, or {@link NotSettled} while a page with scripts may still
 * change: a page that says that it has nothing left to do is read at once. It never waits itself: a page
 * that begins an endless loop meanwhile would hold its session for minutes, whatever time-outs the session has. It leaves a
 * mark, by which the next reading sees that no new document came. Chrome tells the HTTP status in the navigation timing entry
 * (https://www.w3.org/TR/resource-timing/#dom-performanceresourcetiming-responsestatus), and there the URL that was loaded,
 * whatever the page calls itself by `history.pushState`.
 *
 * A page may call its elements like properties of the document or of a form, which hides these in every world: they are read
 * through the prototypes.
 */
export const pageScript = `(mark, quietMs, settleMs, wanted, question) => {
const genuine = (node) =>
  new Proxy(node, {
    get: (target, name) => {
      const value = Reflect.get(Object.getPrototypeOf(target), name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
const page = genuine(document);
${contentScript}
const refreshTarget = (content) => {
  const at = content.search(/[;,]/);
  if (at < 0 || Number.isNaN(parseFloat(content))) return null;
  const text = content.slice(at + 1).trim().replace(/^url\\s*=\\s*/i, "");
  const isQuoted = text.startsWith('"') || text.startsWith("'");
  return (isQuoted ? text.slice(1).split(text[0])[0] : text) || null;
};
const webUrl = (text) => {
  const url = new URL(text, page.baseURI);
  url.hash = "";
  return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
};
const read = (oldMark) => {
  const [navigation] = performance.getEntriesByType("navigation");
  const links = new Map();
  const avoided = ["nofollow", "ugc", "sponsored"];
  for (const element of page.querySelectorAll("a[*|href], area[href]")) {
    try {
      const href = element.href;
      const url = webUrl(typeof href === "string" ? href : href.baseVal);
      if (url === null) continue;
      const rel = (element.getAttribute("rel") ?? "").toLowerCase().split(/\\s+/);
      const isNofollow = rel.some((word) => avoided.includes(word));
      links.set(url, isNofollow && links.get(url) !== false);
    } catch {}
  }
  // A page that moves on later is read before it does; a frameset has no other links.
  for (const element of page.querySelectorAll('meta[http-equiv="refresh" i][content], frame[src]')) {
    const text = element.getAttribute("src") ?? refreshTarget(element.getAttribute("content"));
    try {
      const url = text === null ? null : webUrl(text);
      if (url !== null && !links.has(url)) links.set(url, false);
    } catch {}
  }
  const canonical = page.querySelector('link[rel~="canonical" i][href]');
  const isWeb = /^https?:/.test(location.href);
  const isError = location.href.startsWith("chrome-error:");
  return {
    oldMark,
    wentBack: navigation?.type === "back_forward",
    href: (isWeb && navigation?.name) || location.href,
    title: page.title,
    contentType: page.contentType,
    status: navigation?.responseStatus ?? 0,
    errorCode: isError ? (window.loadTimeDataRaw?.errorCode ?? "") : null,
    canonical: canonical?.href || null,
    textLength: page.body?.innerText?.length ?? 0,
    links: [...links.keys()],
    nofollowLinks: [...links].filter(([, isNofollow]) => isNofollow).map(([url]) => url),
    robotsMeta: [...page.querySelectorAll("meta[name][content]")]
      .map(({ name, content }) => ({ name, content }))
      .filter(({ content }) => /noindex|nofollow|none/i.test(content)),
    ...(wanted === null ? {} : { content: readContent(wanted) }),
  };
};
const isIdle = () => {
  // What runs in modules and frames is not counted.
  if (page.readyState === "loading") return false;
  if (page.querySelector('script[type="module" i], iframe, frame, object, embed') !== null) return false;
  const nowMs = performance.now();
  for (const { src, async } of page.scripts) {
    const latestMs = async ? nowMs - ${String(startMs)} : nowMs;
    const loads = src ? performance.getEntriesByName(src, "resource") : null;
    if (loads !== null && !loads.some(({ responseEnd }) => responseEnd <= latestMs)) return false;
  }
  return !window.dispatchEvent(new Event(question, { cancelable: true }));
};
const awaitsAnswer = () => !window.dispatchEvent(new Event(question + "${requestsEnding}", { cancelable: true }));
const last = window.__mayfly;
if (last?.mark === mark) {
  const nowMs = performance.now();
  const leftMs = last.sinceMs + settleMs - nowMs;
  const isAwaiting = awaitsAnswer();
  const waitMs = Math.min(isAwaiting ? quietMs : last.changedMs + quietMs - nowMs, leftMs);
  if (waitMs > 0 && !isIdle()) return { waitMs };
  last.observer?.disconnect();
  return { ...read(last.oldMark), ...(isAwaiting ? { unsettled: ["requests"] } : {}) };
}
const sinceMs = performance.now();
const visit = { mark, oldMark: last?.mark ?? null, sinceMs, changedMs: sinceMs };
Object.defineProperty(window, "__mayfly", { value: visit, configurable: true });
if (visit.oldMark !== null || page.scripts.length === 0 || isIdle()) return read(visit.oldMark);
visit.observer = new MutationObserver(() => void (visit.changedMs = performance.now()));
visit.observer.observe(document, { childList: true, subtree: true });
return { waitMs: Math.min(quietMs, ${String(soonMs)}) };
}`;
