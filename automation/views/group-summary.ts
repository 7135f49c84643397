import { exitCodes } from "../exit-codes.ts";
import { groupExitCode } from "../outcome-exit-code.ts";
import type { RunRecord } from "../run/record.ts";
import { count } from "./format.ts";
import type { Palette } from "./palette.ts";

/** The last words on a group: a row for each run, and what they come to together. */
export function groupSummaryText(
  groupId: string,
  records: readonly RunRecord[],
  palette: Palette,
): string {
  const completed = records.filter(({ outcome }) => outcome?.kind === "completed").length;
  const all = completed === records.length;
  const sum = (of: (record: RunRecord) => number): number =>
    records.reduce((total, record) => total + of(record), 0);
  const pages = sum((record) => record.pages.retrieved);
  const calls = sum(({ calls: made }) =>
    Object.values(made).reduce((one, other) => one + other, 0),
  );
  const cost = sum((record) => record.cost?.usd ?? 0);
  const running = records.filter(({ outcome }) => outcome === null).length;
  const exitCode = groupExitCode(records.map((record) => record.exitCode ?? exitCodes.lost));
  const mark = all ? palette.good("✔") : running > 0 ? palette.warn("…") : palette.bad("✖");
  const goesOn = running === 0 ? "" : `, ${String(running)} running`;
  return [
    `${mark} ${palette.strong(`${String(completed)} of ${count(records.length, "task")} completed`)}${goesOn}`,
    ...records.map((record) => row(record, palette)),
    `  pages     ${count(pages, "page")} retrieved in all`,
    `  calls     ${String(calls)} to AWS${cost === 0 ? "" : `; about $${cost.toFixed(4)} by list price`}`,
    ...(running === 0 ? [`  exit code ${String(exitCode)}`] : []),
    `  group     ${groupId}`,
    "",
  ].join("\n");
}

function row({ runId, outcome, pages, diagnosis }: RunRecord, palette: Palette): string {
  const kind = outcome?.kind ?? "running";
  const colour =
    kind === "completed" ? palette.good : kind === "running" ? palette.warn : palette.bad;
  const why = kind === "completed" ? "" : `  ${diagnosis?.cause ?? outcome?.reason ?? ""}`;
  return `  ${runId}  ${colour(kind.padEnd(13))} ${count(pages.retrieved, "page").padStart(10)}${why}`;
}
