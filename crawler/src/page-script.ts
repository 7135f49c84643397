import { contentScript, type PageContent } from "./page-content.ts";

/** What the script in a page gives back. */
export interface PageReading {
  /** The mark that the script of the previous page left: no navigation happened since. Null in a new document. */
  readonly oldMark: string | null;
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
  /** Absent where the crawl asks for none. */
  readonly content?: PageContent;
}

/** Name and content of a `meta` element, as they are. */
export interface RobotsMeta {
  readonly name: string;
  readonly content: string;
}

/** Milliseconds without a change of the document after which a page with scripts counts as rendered. */
export const quietMs = 150;
/** Milliseconds after which it is read as it is. */
export const settleMs = 1500;

/**
 * The one script per page: it waits for a page that renders by script to settle, reads everything, and leaves a mark by
 * which the next reading sees that no new document came. Chrome tells the HTTP status in the navigation timing entry
 * (https://www.w3.org/TR/resource-timing/#dom-performanceresourcetiming-responsestatus). Arguments: mark, quietMs,
 * settleMs, what content is wanted or null, WebDriver's callback.
 */
export const pageScript = `
const [mark, quietMs, settleMs, wanted, done] = arguments;
${contentScript}const read = () => {
  const [navigation] = performance.getEntriesByType("navigation");
  const oldMark = window.__mayflyMark ?? null;
  Object.defineProperty(window, "__mayflyMark", { value: mark, configurable: true });
  const links = new Map();
  const avoided = ["nofollow", "ugc", "sponsored"];
  for (const element of document.querySelectorAll("a[href], area[href]")) {
    try {
      const href = element.href;
      const url = new URL(typeof href === "string" ? href : href.baseVal, document.baseURI);
      if (url.protocol !== "http:" && url.protocol !== "https:") continue;
      url.hash = "";
      const rel = (element.getAttribute("rel") ?? "").toLowerCase().split(/\\s+/);
      const isNofollow = rel.some((word) => avoided.includes(word));
      links.set(url.href, isNofollow && links.get(url.href) !== false);
    } catch {}
  }
  const canonical = document.querySelector('link[rel~="canonical" i][href]');
  const isError = location.href.startsWith("chrome-error:");
  done({
    oldMark,
    href: location.href,
    title: document.title,
    contentType: document.contentType,
    status: navigation?.responseStatus ?? 0,
    errorCode: isError ? (window.loadTimeDataRaw?.errorCode ?? "") : null,
    canonical: canonical?.href || null,
    textLength: document.body?.innerText?.length ?? 0,
    links: [...links.keys()],
    nofollowLinks: [...links].filter(([, isNofollow]) => isNofollow).map(([url]) => url),
    robotsMeta: [...document.querySelectorAll("meta[name][content]")]
      .map(({ name, content }) => ({ name, content }))
      .filter(({ content }) => /noindex|nofollow|none/i.test(content)),
    ...(wanted === null ? {} : { content: readContent(wanted) }),
  });
};
if (window.__mayflyMark !== undefined || document.scripts.length === 0) {
  read();
} else {
  let quiet;
  const finish = () => {
    observer.disconnect();
    clearTimeout(quiet);
    clearTimeout(limit);
    read();
  };
  const wait = () => {
    clearTimeout(quiet);
    quiet = setTimeout(finish, quietMs);
  };
  const observer = new MutationObserver(wait);
  observer.observe(document, { childList: true, subtree: true });
  const limit = setTimeout(finish, settleMs);
  wait();
}
`;
