import type { CrawlerRecord } from "../../crawler/src/contract.ts";

/** A line of the crawler's log as the record it is; null for a line meant for people. */
export function parseCrawlerRecord(line: string): CrawlerRecord | null {
  if (!line.startsWith('{"type":"')) return null;
  try {
    const value: unknown = JSON.parse(line);
    return isCrawlerRecord(value) ? value : null;
  } catch {
    return null;
  }
}

/** The crawler's records are its contract and tested there; here their kind is enough. */
function isCrawlerRecord(value: unknown): value is CrawlerRecord {
  return (
    typeof value === "object" &&
    value !== null &&
    "type" in value &&
    (value.type === "page" || value.type === "skip" || value.type === "summary")
  );
}
