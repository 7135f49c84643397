import type { CostEstimate } from "../lifecycle/cost.ts";
import type { OutcomeKind } from "../lifecycle/outcome.ts";
import type { RunRecord } from "../run/record.ts";
import { count, duration } from "./format.ts";
import type { Palette } from "./palette.ts";

const titles: Readonly<Record<OutcomeKind, string>> = {
  completed: "Completed",
  failed: "Failed",
  failedToStart: "Failed to start",
  timedOut: "Timed out",
  interrupted: "Interrupted",
  lost: "Lost",
  stopped: "Stopped",
};

/** The last words on a run: outcome, cause and fix, pages, states, and where everything is. */
export function summaryText(record: RunRecord, path: string, palette: Palette): string {
  const { outcome, diagnosis, pages } = record;
  const lines: string[] = [];
  if (outcome === null) {
    lines.push(palette.warn(`… ${record.task?.lastStatus ?? "Starting"}`));
  } else {
    const good = outcome.kind === "completed";
    const mark = good ? palette.good("✔") : palette.bad("✖");
    lines.push(`${mark} ${palette.strong(titles[outcome.kind])}: ${outcome.reason}`);
  }
  if (diagnosis !== null) {
    lines.push(
      `  cause     ${diagnosis.cause}`,
      `  fix       ${diagnosis.fix.replaceAll("RUN", record.runId)}`,
    );
    if (diagnosis.link !== undefined) lines.push(`            ${palette.faint(diagnosis.link)}`);
  }
  const counts = [
    `${count(pages.retrieved, "page")} retrieved`,
    `${String(pages.failed)} failed`,
    `${String(pages.skipped)} skipped${reasonsText(pages.skips)}`,
    `${String(pages.queued)} left in the queue`,
  ];
  lines.push(`  pages     ${counts.join(", ")}${rate(record)}`);
  lines.push(`  states    ${statesText(record)}`);
  if (record.cost !== null) lines.push(`  cost      ${costText(record.cost)}`);
  if (record.exitCode !== null) lines.push(`  exit code ${String(record.exitCode)}`);
  lines.push(`  run       ${record.runId}`, `  folder    ${path}`);
  return `${lines.join("\n")}\n`;
}

function costText({ usd, billedSeconds, priceTableDate }: CostEstimate): string {
  if (billedSeconds === 0) return "none: the image pull never began";
  return `about $${usd.toFixed(4)} for ${duration(billedSeconds * 1000)} (list prices of ${priceTableDate})`;
}

function rate({ summary, pages, resumes }: RunRecord): string {
  if (summary === null || summary.durationMs <= 0) return "";
  // Some of the pages are another run's.
  if (resumes !== null) return `, those of ${resumes} among them`;
  const before = summary.retrieved + summary.failed - pages.retrieved - pages.failed;
  if (before > 0) return `, after ${count(before, "page")} that its results had already`;
  const perSecond = ((pages.retrieved + pages.failed) * 1000) / summary.durationMs;
  return ` in ${duration(summary.durationMs)} (${perSecond.toFixed(1)} pages/s)`;
}

function reasonsText(skips: RunRecord["pages"]["skips"]): string {
  const there = Object.entries(skips).sort(([one], [other]) => (one < other ? -1 : 1));
  return there.length === 0
    ? ""
    : ` (${there.map(([reason, count]) => `${String(count)} ${reason}`).join(", ")})`;
}

function statesText({ states }: RunRecord): string {
  return states
    .flatMap(({ state, source, durationMs }) => {
      if (source === null) return [];
      const time = durationMs === null ? "" : ` ${duration(durationMs)}`;
      const how = source === "observed" ? "" : ` (${source})`;
      return [`${state}${time}${how}`];
    })
    .join(" → ");
}
