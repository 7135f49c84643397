import type { CrawlerRecord } from "../../crawler/src/contract.ts";

/** A line of the crawler's log as the record it is; null for a line meant for people. */
export function parseCrawlerRecord(line: string): CrawlerRecord | null {
  if (!line.startsWith('{"type":"')) return null;
  try {
    return crawlerRecordOf(JSON.parse(line));
  } catch {
    return null;
  }
}

/** A value of a log or a journal as the record it is; null for anything else. */
export function crawlerRecordOf(value: unknown): CrawlerRecord | null {
  return isCrawlerRecord(value) ? value : null;
}

/** What each kind must have, so that an image of the user's own cannot put nonsense into the record. */
const needed: Readonly<Record<CrawlerRecord["type"], Readonly<Record<string, string>>>> = {
  page: { url: "string", queued: "number", depth: "number", attempts: "number" },
  skip: { url: "string", reason: "string", depth: "number" },
  summary: { outcome: "string", message: "string", exitCode: "number", queued: "number" },
};

function isCrawlerRecord(value: unknown): value is CrawlerRecord {
  if (typeof value !== "object" || value === null) return false;
  const { type, ...fields } = value as Readonly<Record<string, unknown>>;
  if (type !== "page" && type !== "skip" && type !== "summary") return false;
  return Object.entries(needed[type]).every(([name, kind]) => typeof fields[name] === kind);
}
