import { systemClock } from "../clock.ts";
import { exitCodes } from "../exit-codes.ts";
import { followEvents } from "../run/broadcast.ts";
import { hasOwner } from "../run/owner.ts";
import { readRecord } from "../run/record.ts";
import type { RunFolder } from "../run/run-folder.ts";
import { resumeRun } from "../run/start-run.ts";
import { summaryText } from "../views/summary.ts";
import type { View } from "../views/view.ts";
import { attachGroup } from "./attach-group.ts";
import { conductRun } from "./conduct-run.ts";
import { palette, type CommandContext } from "./context.ts";
import { findOrAdopt, type LookupOptions } from "./find-or-adopt.ts";
import { chooseView, showEvents } from "./show-run.ts";

/** Milliseconds before another look at a run without a conductor. */
const retryMs = 100;

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
  for (let shown = skip; ;) {
    const orphan = hasOwner(folder) ? null : resumeRun(folder);
    if (orphan !== null) return await conductRun(orphan, context, json, view, shown);
    const followed = await follow(folder, view, shown, context);
    if ("exitCode" in followed) {
      view.close();
      context.stderr.write(`Left; the run goes on. Stop it with "mayfly stop ${folder.runId}".\n`);
      return followed.exitCode;
    }
    ({ shown } = followed);
    const record = readRecord(folder);
    if (record.status === "finished") {
      view.close();
      if (!json) context.stdout.write(summaryText(record, folder.path, palette(context, "stdout")));
      return record.exitCode ?? exitCodes.lost;
    }
    // Its conductor died, and whoever takes over is just about to.
    await systemClock.sleep(retryMs);
  }
}

/** Shows what another process conducts, until that ends or a signal comes. */
async function follow(
  folder: RunFolder,
  view: View,
  skip: number,
  context: CommandContext,
): Promise<{ readonly shown: number } | { readonly exitCode: number }> {
  const leaving = new AbortController();
  const left: { exitCode: number | null } = { exitCode: null };
  const stopListening = context.onSignal((signal) => {
    left.exitCode = signal === "SIGINT" ? exitCodes.sigint : exitCodes.sigterm;
    leaving.abort();
  });
  const onOutputError = (): void => {
    left.exitCode = exitCodes.sigterm;
    leaving.abort();
  };
  for (const stream of [context.stdout, context.stderr]) stream.once("error", onOutputError);
  try {
    const isOver = (): boolean => !hasOwner(folder);
    const events = followEvents(folder.events, systemClock, isOver, leaving.signal);
    return { shown: await showEvents(events, view, skip) };
  } catch (error) {
    if (left.exitCode === null) throw error;
    return { exitCode: left.exitCode };
  } finally {
    stopListening();
  }
}
