import type { PageRecord, SkipReason, SkipRecord } from "./contract.ts";

/** Skips by their reasons; reasons that did not occur are absent. */
export type SkipCounts = Readonly<Partial<Record<SkipReason, number>>>;

/** Counts of the records that are written. */
export interface RecordCounts {
  readonly retrieved: number;
  readonly failed: number;
  readonly skips: SkipCounts;
  /** Bytes of the page records, and of the files that are kept of pages. */
  readonly bytes: number;
}

/** The counts before the first record. */
export const noRecords: RecordCounts = { retrieved: 0, failed: 0, skips: {}, bytes: 0 };

/** The counts with one more record. */
export function countRecord(counts: RecordCounts, record: PageRecord | SkipRecord): RecordCounts {
  if (record.type === "skip") return countSkip(counts, record.reason, 1);
  const bytes = counts.bytes + Buffer.byteLength(JSON.stringify(record));
  return record.error === undefined
    ? { ...counts, retrieved: counts.retrieved + 1, bytes }
    : { ...counts, failed: counts.failed + 1, bytes };
}

/** The counts with so many bytes more of files. */
export function countFiles(counts: RecordCounts, bytes: number): RecordCounts {
  return { ...counts, bytes: counts.bytes + bytes };
}

/** The counts with a skip more, or with one less, of a URL that is visited after all. */
export function countSkip(counts: RecordCounts, reason: SkipReason, more: 1 | -1): RecordCounts {
  return { ...counts, skips: { ...counts.skips, [reason]: (counts.skips[reason] ?? 0) + more } };
}

/** All skips. */
export function allSkips(skips: SkipCounts): number {
  return Object.values(skips).reduce((sum, count) => sum + count, 0);
}

/** Those that there are, by the names of their reasons. */
export function sortedSkips(skips: SkipCounts): SkipCounts {
  const there = Object.entries(skips).filter(([, count]) => count > 0);
  return Object.fromEntries(there.sort(([one], [other]) => (one < other ? -1 : 1)));
}
