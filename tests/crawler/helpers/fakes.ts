import type { ListedPage } from "../../../crawler/src/sitemap-xml.ts";
import type { Clock } from "../../../crawler/src/clock.ts";
import type { CrawlerRecord, PageRecord, SkipRecord } from "../../../crawler/src/contract.ts";
import type { Output } from "../../../crawler/src/output.ts";
import type { PageReading } from "../../../crawler/src/page-script.ts";

/** A clock that moves only when somebody sleeps. */
export class FakeClock implements Clock {
  nowMs = 0;
  readonly sleeps: number[] = [];
  readonly now = () => this.nowMs;
  readonly sleep = (ms: number, signal: AbortSignal): Promise<void> => {
    if (ms > 0 && !signal.aborted) {
      this.sleeps.push(ms);
      this.nowMs += ms;
    }
    return Promise.resolve();
  };
}

/** Keeps what a crawl says. */
export class RecordingOutput implements Output {
  readonly records: CrawlerRecord[] = [];
  readonly lines: string[] = [];
  readonly record = (record: CrawlerRecord) => void this.records.push(record);
  readonly log = (level: string, message: string) => void this.lines.push(`[${level}] ${message}`);

  get pages(): readonly PageRecord[] {
    return this.records.filter((record) => record.type === "page");
  }

  get skips(): readonly SkipRecord[] {
    return this.records.filter((record) => record.type === "skip");
  }
}

/** What the page script gives for a plain page, with what matters to the test. */
export function readingOf(href: string, changes: Partial<PageReading> = {}): PageReading {
  return {
    oldMark: null,
    wentBack: false,
    href,
    title: "A page",
    contentType: "text/html",
    status: 200,
    errorCode: null,
    canonical: null,
    textLength: 10,
    links: [],
    nofollowLinks: [],
    robotsMeta: [],
    ...changes,
  };
}

/** Pages as a sitemap lists them. */
export function listed(...urls: readonly string[]): readonly ListedPage[] {
  return urls.map((url) => ({ url }));
}

/** URLs of pages that a sitemap lists. */
export async function urlsOf(pages: AsyncIterable<ListedPage>): Promise<readonly string[]> {
  const urls: string[] = [];
  for await (const { url } of pages) urls.push(url);
  return urls;
}

/** A signal that is never aborted. */
export const never: AbortSignal = new AbortController().signal;
