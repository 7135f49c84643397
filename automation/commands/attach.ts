import { systemClock } from "../clock.ts";
import { exitCodes } from "../exit-codes.ts";
import { followEvents } from "../run/broadcast.ts";
import { hasOwner } from "../run/owner.ts";
import { readRecord } from "../run/record.ts";
import { findRun } from "../run/run-folder.ts";
import { resumeRun } from "../run/start-run.ts";
import { summaryText } from "../views/summary.ts";
import { conductRun } from "./conduct-run.ts";
import { baseOf, palette, type CommandContext, type CommonOptions } from "./context.ts";
import { chooseView, showEvents } from "./show-run.ts";

/**
 * `mayfly attach RUN`: tells a run from its beginning and follows it to its end; a signal leaves it going on. A run whose
 * conductor died is conducted to its end. Returns the exit code of the outcome.
 */
export async function attachCommand(
  wanted: string,
  options: CommonOptions,
  context: CommandContext,
): Promise<number> {
  const json = options.json === true;
  const folder = findRun(baseOf(options), wanted);
  const record = readRecord(folder);
  if (record.status === "running" && !hasOwner(folder)) {
    return await conductRun(resumeRun(folder, record), context, json);
  }
  const leaving = new AbortController();
  const left: { exitCode: number | null } = { exitCode: null };
  const stopListening = context.onSignal((signal) => {
    left.exitCode = signal === "SIGINT" ? exitCodes.sigint : exitCodes.sigterm;
    leaving.abort();
  });
  try {
    const over = (): boolean => !hasOwner(folder);
    const events = followEvents(folder.events, systemClock, over, leaving.signal);
    await showEvents(events, chooseView(context, json));
  } catch (error) {
    if (left.exitCode === null) throw error;
    context.stderr.write(`Left; the run goes on. Stop it with "mayfly stop ${folder.runId}".\n`);
    return left.exitCode;
  } finally {
    stopListening();
  }
  const last = readRecord(folder);
  // The conductor died while we were listening.
  if (last.status === "running") return await attachCommand(folder.runId, options, context);
  if (!json) context.stdout.write(summaryText(last, folder.path, palette(context, "stdout")));
  return last.exitCode ?? exitCodes.lost;
}
