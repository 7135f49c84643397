import type { CrawlEnvironment, CrawlResult } from "../crawl/crawl-options.ts";
import { removalCommand } from "../crawl/take-down.ts";
import { duration } from "./format.ts";
import type { Palette } from "./palette.ts";

/** The last line of `mayfly crawl --json`. */
export function crawlFinished(
  { runId, outcome, record, path, environment }: CrawlResult,
  exitCode: number,
): object {
  return {
    type: "crawl.finished",
    at: new Date().toISOString(),
    ...{ runId, outcome: outcome.kind, reason: outcome.reason, exitCode },
    pages: record.pages,
    path,
    environment,
  };
}

/** What became of the environment, below the summary of the run. */
export function crawlSummary(
  { stack, broughtUp, upMs, downMs, kept, left, problem }: CrawlEnvironment,
  workDir: string | undefined,
  { good, bad, strong }: Palette,
): string {
  const name = strong(`stack ${stack}`);
  if (!broughtUp) return `${good("✔")} Environment: ${name} was up before, and stays up.\n`;
  const up = upMs === null ? "did not come up" : `up in ${duration(upMs)}`;
  if (kept && problem !== null) {
    const state = upMs === null ? `${up}; what was made of it stays` : `${up}, and stays up`;
    const why = upMs === null ? "" : ` ${problem}`;
    return `${bad("✘")} Environment: ${name} ${state}.${why}\n  what now  \`${removalCommand(stack, workDir)}\` takes it down.\n`;
  }
  if (kept) {
    return `${good("✔")} Environment: ${name} ${up}, and stays up: \`${removalCommand(stack, workDir)}\` takes it down.\n`;
  }
  if (downMs !== null) {
    return `${good("✔")} Environment: ${name} ${up}, down in ${duration(downMs)}, nothing is left.\n`;
  }
  const list = left.map((one) => `  left      ${one}\n`).join("");
  return `${bad("✘")} Environment: ${name} ${up}, and could not be taken down: ${problem ?? ""}\n${list}  what now  remove it with \`${removalCommand(stack, workDir)}\`; \`mayfly reap\` does so once it has expired.\n`;
}
