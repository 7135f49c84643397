import type { Visit } from "./classify.ts";
import type { KeptFileNames, PageRecord } from "./contract.ts";
import { fitRecord } from "./fit-record.ts";
import type { FrontierEntry } from "./known-urls.ts";
import { normaliseUrl } from "./normalise-url.ts";
import type { PageContent } from "./page-content.ts";
import { pageMetadata } from "./page-metadata.ts";
import type { PageReading } from "./page-script.ts";
import type { PlainAnswer } from "./without-browser.ts";

/** What a record needs beyond the visit itself. */
export interface VisitContext {
  readonly entry: FrontierEntry;
  readonly loadMs: number;
  readonly retrievedAt: string;
  /** URLs waiting. */
  readonly queued: number;
  /** How the URL answers without a browser, where it gave no document. */
  readonly plain: PlainAnswer | null;
  /** Whether the page asks not to be indexed. */
  readonly noindex: boolean;
  /** Its files that are kept; absent where there are none. */
  readonly files?: KeptFileNames;
}

/** The page record of a visit, small enough for one event of a log. */
export function pageRecord(visit: Visit, context: VisitContext): PageRecord {
  const { entry, loadMs, retrievedAt, queued, plain, noindex, files } = context;
  const { url, depth, referrer, attempts } = entry;
  const reading = visit.kind === "noDocument" ? null : visit.reading;
  const status = visit.kind === "error" ? visit.status : (plain?.status ?? readStatus(reading));
  // That of the page comes first, unless it is no URL.
  const canonicals = [reading?.canonical ?? "", visit.answer?.canonical ?? ""];
  const canonical = canonicals.find((text) => URL.canParse(text));
  return fitRecord({
    type: "page",
    url,
    finalUrl: reading === null ? null : (normaliseUrl(reading.href) ?? reading.href),
    status,
    contentType: reading?.contentType ?? plain?.contentType ?? null,
    title: reading?.title ?? null,
    depth,
    referrer,
    links: isHtml(reading) ? reading.links : [],
    textLength: reading?.textLength ?? 0,
    loadMs: Math.round(loadMs),
    attempts,
    retrievedAt,
    ...(canonical === undefined ? {} : { canonical }),
    ...(isHtml(reading) && reading.content !== undefined ? contentOf(reading.content) : {}),
    ...(isHtml(reading) && reading.unsettled !== undefined ? { unsettled: reading.unsettled } : {}),
    ...(visit.kind === "document" && visit.partial ? { partial: true } : {}),
    ...(visit.kind === "noDocument"
      ? { noDocument: [204, 205, 304].includes(status ?? 0) ? "noContent" : "download" }
      : {}),
    ...files,
    ...(noindex ? { noindex } : {}),
    ...(visit.kind === "error" ? { error: { code: visit.code, message: visit.message } } : {}),
    queued,
  });
}

function contentOf({ extracted, metadata, text, html, cut }: PageContent): Partial<PageRecord> {
  return {
    ...(extracted.length === 0
      ? {}
      : { extracted: Object.fromEntries(extracted.map(([name, values]) => [name, values ?? []])) }),
    ...(metadata === null ? {} : { metadata: pageMetadata(metadata) }),
    ...(text === null ? {} : { text }),
    ...(html === null ? {} : { html }),
    ...(cut.length === 0 ? {} : { truncated: cut }),
  };
}

/** Chrome tells no status (0) for what did not come over HTTP, and before version 109. */
function readStatus(reading: PageReading | null): number | null {
  return reading === null || reading.status === 0 ? null : reading.status;
}

/** Links are taken from HTML alone: a viewer for JSON or PDF has links of its own. */
export function isHtml(reading: PageReading | null): reading is PageReading {
  return reading !== null && /^(?:text\/html|application\/xhtml\+xml)$/.test(reading.contentType);
}
