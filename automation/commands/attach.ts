import { exitCodes } from "../exit-codes.ts";
import type { StopSignal } from "../lifecycle/outcome.ts";
import { merge } from "../run/merge.ts";
import { readRecord } from "../run/record.ts";
import type { RunFolder } from "../run/run-folder.ts";
import { summaryText } from "../views/summary.ts";
import type { View } from "../views/view.ts";
import { attachGroup } from "./attach-group.ts";
import { left, stoppingLine } from "./conduct-run.ts";
import { palette, type CommandContext } from "./context.ts";
import { findOrAdopt, type LookupOptions } from "./find-or-adopt.ts";
import { Followed } from "./followed.ts";
import { chooseView, showEvents } from "./show-run.ts";
import { underSignals } from "./under-signals.ts";

/**
 * `mayfly attach RUN`: tells a run from its beginning and follows it to its end; a signal leaves it going on. A run whose
 * conductor died is conducted to its end. Returns the exit code of the outcome.
 */
export async function attachCommand(
  wanted: string,
  options: LookupOptions,
  context: CommandContext,
): Promise<number> {
  const json = options.json === true;
  const { folders, groupId } = await findOrAdopt(wanted, options, context);
  if (groupId !== null) return await attachGroup(groupId, folders, context, json);
  return await seeThrough(folders[0], chooseView(context, json), 0, context, json);
}

/** Tells a run after its first `skip` events, which the view has shown, and follows it to its end; as {@link attachCommand}. */
export async function seeThrough(
  folder: RunFolder,
  view: View,
  skip: number,
  context: CommandContext,
  json: boolean,
): Promise<number> {
  const followed = new Followed([folder]);
  const onFirst = (signal: StopSignal): void => {
    if (followed.orphans.length > 0) view.say(stoppingLine(signal));
  };
  const { signal } = await underSignals(followed, context, onFirst, async () => {
    try {
      await followed.until(() => showEvents(merge(followed.events()), view, skip));
    } finally {
      view.close();
    }
  });
  const record = readRecord(folder);
  if (record.status === "finished") {
    if (!json) context.stdout.write(summaryText(record, folder.path, palette(context, "stdout")));
    return record.exitCode ?? exitCodes.lost;
  }
  const [orphan] = followed.orphans;
  if (orphan !== undefined) return left(orphan, signal ?? "SIGTERM", context, json);
  context.stderr.write(`Left; the run goes on. Stop it with "mayfly stop ${folder.runId}".\n`);
  return signal === "SIGINT" ? exitCodes.sigint : exitCodes.sigterm;
}
