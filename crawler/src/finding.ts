import type { PageRecord, SkipReason, SkipRecord } from "./contract.ts";
import type { FrontierEntry } from "./known-urls.ts";

/** A URL that is not visited unless another link leads there. */
export interface LeftUrl extends FrontierEntry {
  readonly reason: Extract<SkipReason, "nofollow" | "depth">;
}

/**
 * What one page, or the start, changed in a crawl: one line of its journal, from which another crawler goes on. Only what is
 * there is written.
 */
export interface Finding {
  /** The URL that needs no visit any more. */
  readonly done?: string;
  readonly records?: readonly (PageRecord | SkipRecord)[];
  /** Bytes of the files of its page. */
  readonly fileBytes?: number;
  /** URLs that are to be visited, or to which a shorter way was found. */
  readonly queued?: readonly FrontierEntry[];
  readonly left?: readonly LeftUrl[];
  /** Normalised URLs of documents that are in a record. */
  readonly documents?: readonly string[];
  /** Pages that seeds redirected to, from which the scope is measured, too. */
  readonly roots?: readonly string[];
}

/** A finding in the making. */
export class FindingDraft {
  /** The URL that is visited; null at the start and at the end. */
  readonly entry: FrontierEntry | null;
  readonly records: (PageRecord | SkipRecord)[] = [];
  readonly queued: FrontierEntry[] = [];
  readonly left: LeftUrl[] = [];
  readonly documents: string[] = [];
  readonly roots: string[] = [];
  fileBytes = 0;
  /** Lines for people, said after the records. */
  readonly lines: (readonly [level: "INFO" | "WARNING", message: string])[] = [];

  constructor(entry: FrontierEntry | null = null) {
    this.entry = entry;
  }

  /** The line of the journal; null where nothing changed. */
  toLine(): string | null {
    const { entry, records, queued, left, documents, roots, fileBytes } = this;
    const lists = { records, queued, left, documents, roots };
    const filled = Object.fromEntries(Object.entries(lists).filter(([, { length }]) => length > 0));
    const finding: Finding = {
      ...(entry === null ? {} : { done: entry.url }),
      ...filled,
      ...(fileBytes === 0 ? {} : { fileBytes }),
    };
    return Object.keys(finding).length === 0 ? null : JSON.stringify(finding);
  }
}

/** A line of a journal as it was written; null for one that is none. */
export function parseFinding(line: string): Finding | null {
  try {
    const value: unknown = JSON.parse(line);
    // Only crawlers of this version write here.
    return typeof value === "object" && value !== null ? value : null;
  } catch {
    return null;
  }
}
