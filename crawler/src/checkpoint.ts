import {
  countFiles,
  countRecord,
  countSkip,
  noRecords,
  type RecordCounts,
} from "./crawl-counts.ts";
import { parseFinding, type Finding } from "./finding.ts";
import { KnownUrls, type FrontierEntry } from "./known-urls.ts";

/** How far a crawl is: what another crawler goes on from. */
export interface Progress {
  /** Lines of the journal that are in it. */
  readonly lines: number;
  readonly counts: RecordCounts;
  /** Pages that seeds redirected to. */
  readonly roots: ReadonlySet<string>;
  /** Pages in flight are pending here. */
  readonly known: KnownUrls;
}

/** What a checkpoint is made of; the lines of its URLs are made as they are taken. */
export interface CheckpointParts extends Pick<Progress, "lines" | "counts" | "roots"> {
  readonly urls: Iterable<string>;
}

/** The first line of a checkpoint. */
type Head = RecordCounts & {
  readonly version: 2;
  readonly lines: number;
  readonly roots: readonly string[];
};

/** The last line: without it, a checkpoint is cut off. */
const end = '"end"';

/** Where every crawl begins. */
export function noProgress(): Progress {
  return { lines: 0, counts: noRecords, roots: new Set(), known: new KnownUrls() };
}

/** A checkpoint, line by line. */
export function* checkpointLines(parts: CheckpointParts): Generator<string> {
  const { lines, counts, roots, urls } = parts;
  const head: Head = { version: 2, lines, ...counts, roots: [...roots] };
  yield JSON.stringify(head);
  yield* urls;
  yield end;
}

/** The progress of a checkpoint; null for what is none, since the journal tells it all again. */
export async function readCheckpoint(
  text: AsyncIterable<string> | Iterable<string>,
): Promise<Progress | null> {
  let head: Head | null = null;
  const known = new KnownUrls();
  try {
    for await (const line of text) {
      if (head === null) {
        head = parseHead(line);
        if (head === null) return null;
      } else if (line === end) {
        const { version: _version, lines, roots, ...counts } = head;
        return { lines, counts, roots: new Set(roots), known };
      } else known.restore(line);
    }
  } catch {
    // Cut off, or no checkpoint at all.
  }
  return null;
}

/** Adds to a progress what lines of the journal say. Lines that are no findings count, and change nothing. */
export async function replay(
  from: Progress,
  lines: AsyncIterable<string> | Iterable<string>,
): Promise<Progress> {
  const { known } = from;
  const roots = new Set(from.roots);
  let { counts, lines: count } = from;
  for await (const line of lines) {
    const finding = parseFinding(line) ?? {};
    count += 1;
    for (const entry of finding.queued ?? []) counts = queueAgain(known, entry, counts);
    for (const { reason, ...entry } of finding.left ?? []) known.leave(entry, reason);
    counts = countFiles(recordsAgain(known, finding, counts), finding.fileBytes ?? 0);
    for (const url of finding.documents ?? []) known.addDocument(url);
    for (const url of finding.roots ?? []) roots.add(url);
    if (finding.done !== undefined) known.finish(finding.done);
  }
  return { lines: count, counts, roots, known };
}

function queueAgain(known: KnownUrls, entry: FrontierEntry, counts: RecordCounts): RecordCounts {
  const reason = known.isTold(entry.url) ? known.reasonOf(entry.url) : null;
  if (reason !== null || !known.has(entry.url)) known.addPending(entry);
  else known.shorten(entry);
  return reason === null ? counts : countSkip(counts, reason, -1);
}

function recordsAgain(
  known: KnownUrls,
  { records = [] }: Finding,
  from: RecordCounts,
): RecordCounts {
  let counts = from;
  for (const record of records) {
    counts = countRecord(counts, record);
    known.see(record.url);
    if (record.type === "page") continue;
    const { url, depth, referrer, reason } = record;
    known.refuse({ url, depth, referrer, attempts: 0 }, reason, true);
  }
  return counts;
}

function parseHead(line: string): Head | null {
  const value: unknown = JSON.parse(line);
  const isOurs = typeof value === "object" && value !== null && "version" in value;
  // Only crawlers write here.
  return isOurs && value.version === 2 ? (value as Head) : null;
}
