import type { RunRecord } from "../run/record.ts";
import { detailsText } from "../views/details.ts";
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
        : summaryText(record, folder.path, colours) + detailsText(record, colours),
    );
  }
  if (groupId !== null && options.json !== true) {
    context.stdout.write(`\n${groupSummaryText(groupId, records, colours)}`);
  }
  return 0;
}
