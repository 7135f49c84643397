import { existsSync } from "node:fs";
import { messageOf } from "../errors.ts";
import { hasOwner } from "../run/owner.ts";
import type { RunRecord } from "../run/record.ts";
import { listRunIds, runFolder } from "../run/run-folder.ts";
import { count, duration } from "../views/format.ts";
import { settledRecord } from "./settle.ts";
import { baseOf, palette, type CommandContext } from "./context.ts";
import type { LookupOptions } from "./find-or-adopt.ts";
import { showElsewhere } from "./runs-elsewhere.ts";

/** `mayfly runs`: the runs there are, newest first; with `--stack` also those that only ECS knows. */
export async function runsCommand(
  options: LookupOptions,
  context: CommandContext,
): Promise<number> {
  const base = baseOf(options);
  await showElsewhere(options, context);
  const rows: Row[] = [];
  for (const runId of listRunIds(base).toReversed())
    rows.push(...(await rowOf(base, runId, context.stderr)));
  if (options.json === true) {
    for (const { record, state } of rows) {
      const { runId, target, createdAt, finishedAt, urls, outcome, exitCode, pages } = record;
      const line = { runId, target, state, createdAt, finishedAt, urls, pages };
      const end = { outcome: outcome?.kind ?? null, exitCode };
      context.stdout.write(`${JSON.stringify({ ...line, ...end })}\n`);
    }
    return 0;
  }
  if (rows.length === 0) {
    context.stderr.write(`There are no runs in ${base}; start one with "mayfly run URL".\n`);
    return 0;
  }
  const colours = palette(context, "stdout");
  for (const { record, state } of rows) {
    const colour =
      state === "completed" ? colours.good : state === "running" ? colours.warn : colours.bad;
    const end = record.finishedAt ?? record.updatedAt;
    const columns = [
      record.runId.padEnd(22),
      colour(state.padEnd(13)),
      record.createdAt.replace("T", " ").slice(0, 19),
      duration(Date.parse(end) - Date.parse(record.createdAt)).padStart(9),
      count(record.pages.retrieved, "page").padStart(10),
      record.urls.join(" "),
    ];
    context.stdout.write(`${columns.join("  ")}\n`);
  }
  return 0;
}

interface Row {
  readonly record: RunRecord;
  readonly state: string;
}

async function rowOf(
  base: string,
  runId: string,
  stderr: NodeJS.WriteStream,
): Promise<readonly Row[]> {
  const folder = runFolder(base, runId);
  try {
    const record = await settledRecord(
      folder,
      (message) => void stderr.write(`mayfly: ${message}\n`),
    );
    const state = record.outcome?.kind ?? (hasOwner(folder) ? "running" : "unfinished");
    return [{ record, state }];
  } catch (error) {
    // A folder without a record is of a run that never came to begin.
    if (existsSync(folder.record)) stderr.write(`mayfly: ${messageOf(error)}\n`);
    return [];
  }
}
