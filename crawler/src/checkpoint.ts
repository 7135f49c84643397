import type { CrawlCounts } from "./crawl-parts.ts";
import { parseFinding } from "./finding.ts";
import type { FrontierEntry, FrontierSnapshot } from "./frontier.ts";

/** How far a crawl is: what another crawler goes on from. */
export interface Checkpoint {
  readonly version: 1;
  /** Lines of the journal that are in it. */
  readonly lines: number;
  readonly counts: Omit<CrawlCounts, "queued">;
  /** Pages in flight are pending here. */
  readonly frontier: FrontierSnapshot;
  /** URLs to which only links lead that ask not to be followed. */
  readonly notFollowed: readonly FrontierEntry[];
  /** Normalised URLs of documents that are in a record. */
  readonly documents: readonly string[];
  /** Pages that seeds redirected to. */
  readonly roots: readonly string[];
}

/** Where every crawl begins. */
export const emptyCheckpoint: Checkpoint = {
  version: 1,
  lines: 0,
  counts: { retrieved: 0, failed: 0, skipped: 0 },
  frontier: { pending: [], seen: [] },
  ...{ notFollowed: [], documents: [], roots: [] },
};

/** The checkpoint of a text; the empty one for a text that is none, since the journal tells it all again. */
export function parseCheckpoint(text: string): Checkpoint {
  try {
    const value: unknown = JSON.parse(text);
    const isOurs = typeof value === "object" && value !== null && "version" in value;
    // Only crawlers write here.
    return isOurs && value.version === 1 ? (value as Checkpoint) : emptyCheckpoint;
  } catch {
    return emptyCheckpoint;
  }
}

/**
 * Adds to a checkpoint what the lines of the journal after it say. Lines that are no findings count, and change nothing.
 * URLs that became known meanwhile are told to `see`, and are not among those of the frontier's snapshot.
 */
export async function replay(
  from: Checkpoint,
  lines: AsyncIterable<string> | Iterable<string>,
  see: (url: string) => void,
): Promise<Checkpoint> {
  const pending = new Map(from.frontier.pending.map((entry) => [entry.url, entry]));
  const notFollowed = [...from.notFollowed];
  const documents = new Set(from.documents);
  const roots = new Set(from.roots);
  let { retrieved, failed, skipped } = from.counts;
  let count = from.lines;
  for await (const line of lines) {
    const finding = parseFinding(line) ?? {};
    count += 1;
    for (const entry of finding.queued ?? []) {
      pending.set(entry.url, entry);
      see(entry.url);
    }
    for (const record of finding.records ?? []) {
      see(record.url);
      if (record.type === "skip") skipped += 1;
      else if (record.error === undefined) retrieved += 1;
      else failed += 1;
    }
    for (const url of finding.documents ?? []) {
      documents.add(url);
      see(url);
    }
    for (const url of finding.roots ?? []) roots.add(url);
    notFollowed.push(...(finding.notFollowed ?? []));
    if (finding.done !== undefined) pending.delete(finding.done);
  }
  return {
    version: 1,
    lines: count,
    counts: { retrieved, failed, skipped },
    frontier: { ...from.frontier, pending: [...pending.values()] },
    notFollowed,
    documents: [...documents],
    roots: [...roots],
  };
}
