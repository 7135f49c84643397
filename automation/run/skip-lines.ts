import type { SkipRecord } from "../../crawler/src/contract.ts";

/**
 * A line of `skips.jsonl`: what does not depend on which of several pages was loaded first. Depth and referrer of the link
 * that was found first are in the events.
 */
export function skipLine({ url, reason }: Pick<SkipRecord, "url" | "reason">): string {
  return JSON.stringify({ url, reason });
}

/** The lines by URL, one for each URL, which is its last; without those of `visited` URLs. */
export function settledSkips(
  lines: readonly string[],
  visited: ReadonlySet<string>,
): readonly string[] {
  const last = new Map(lines.map((line) => [urlOf(line), line] as const));
  for (const url of visited) last.delete(url);
  return [...last].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, line]) => line);
}

function urlOf(line: string): string {
  try {
    const value: unknown = JSON.parse(line);
    const hasUrl = typeof value === "object" && value !== null && "url" in value;
    return hasUrl ? String(value.url) : line;
  } catch {
    return line;
  }
}
