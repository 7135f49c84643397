import type { RunRecord } from "../run/record.ts";
import { duration } from "../views/format.ts";
import type { Palette } from "../views/palette.ts";
import { groupSummaryText } from "../views/group-summary.ts";
import { summaryText } from "../views/summary.ts";
import { palette, type CommandContext } from "./context.ts";
import { findOrAdopt, type LookupOptions } from "./find-or-adopt.ts";
import { settledRecord } from "./settle.ts";

/** `mayfly status RUN`: everything known of a run, or of the runs of a group; with `--json` their records, one a line. */
export async function statusCommand(
  wanted: string,
  options: LookupOptions,
  context: CommandContext,
): Promise<number> {
  const { folders, groupId } = await findOrAdopt(wanted, options, context);
  const colours = palette(context, "stdout");
  const records: RunRecord[] = [];
  for (const folder of folders) {
    const record = await settledRecord(
      folder,
      (message) => void context.stderr.write(`mayfly: ${message}\n`),
    );
    records.push(record);
    context.stdout.write(
      options.json === true
        ? `${JSON.stringify(record)}\n`
        : summaryText(record, folder.path, colours) + details(record, colours),
    );
  }
  if (groupId !== null && options.json !== true) {
    context.stdout.write(`\n${groupSummaryText(groupId, records, colours)}`);
  }
  return 0;
}

function details(record: RunRecord, colours: Palette): string {
  const { task } = record;
  const lines = [
    `  target    ${record.target}`,
    `  urls      ${record.urls.join(" ")}`,
    `  task      ${record.taskId}`,
    `  status    last ${task?.lastStatus ?? "unknown"}, desired ${task?.desiredStatus ?? "unknown"}`,
  ];
  if (task?.stopCode !== undefined) {
    lines.push(`  stopped   ${task.stopCode}: ${task.stoppedReason ?? ""}`);
  }
  if (task?.privateAddress !== undefined) lines.push(`  address   ${task.privateAddress}`);
  for (const container of task?.containers ?? []) {
    const parts = [container.lastStatus];
    if (container.healthStatus !== undefined) parts.push(container.healthStatus);
    if (container.exitCode !== undefined) parts.push(`exit code ${String(container.exitCode)}`);
    if (container.reason !== undefined) parts.push(container.reason);
    lines.push(`  ${container.name.padEnd(9)} ${parts.join(", ")}`);
  }
  for (const { state, source, at, durationMs } of record.states) {
    const time = durationMs === null ? "" : duration(durationMs);
    const row = `  ${state.padEnd(15)} ${(source ?? "-").padEnd(9)} ${(at ?? "").padEnd(24)} ${time}`;
    lines.push(source === "observed" ? row.trimEnd() : colours.faint(row.trimEnd()));
  }
  return `${lines.join("\n")}\n`;
}
