import { setMaxListeners } from "node:events";
import { systemClock } from "../clock.ts";
import type { LogEvent } from "../events.ts";
import { exitCodes } from "../exit-codes.ts";
import { followEvents } from "../run/broadcast.ts";
import { followRun } from "../run/follow-run.ts";
import { merge } from "../run/merge.ts";
import type { Run } from "../run/run.ts";
import { runLabel } from "../views/group-lines.ts";
import { printable } from "../views/format.ts";
import { containerName } from "../views/lines.ts";
import type { Palette } from "../views/palette.ts";
import { palette, type CommandContext } from "./context.ts";
import { findOrAdopt, type LookupOptions } from "./find-or-adopt.ts";
import { logFilter, wantedContainers, type LogFilterOptions } from "./log-filter.ts";
import { settledRecord } from "./settle.ts";

/** Options of `mayfly logs`. */
export interface LogsCommandOptions extends LookupOptions, LogFilterOptions {
  readonly follow?: boolean;
  readonly timestamps?: boolean;
}

/**
 * `mayfly logs RUN`: what the containers logged, in the order in which it was read, from the run's events: they alone have
 * its times. With `--follow` until the run has ended. One container's log comes as it is, several with the container's name
 * before each line, and those of a group with the place of the run. The crawler's records are no log lines. What nobody
 * conducts is read from its target first, and conducted where it is followed.
 */
export async function logsCommand(
  wanted: string,
  options: LogsCommandOptions,
  context: CommandContext,
): Promise<number> {
  const isWanted = logFilter(options, systemClock.now());
  const named = wantedContainers(options).length > 1;
  const colours = palette(context, "stdout");
  const { folders, groupId } = await findOrAdopt(wanted, options, context);
  const leaving = new AbortController();
  // Each run of a group listens to it.
  setMaxListeners(0, leaving.signal);
  const stopListening = context.onSignal(() => {
    leaving.abort();
  });
  // Its reader went away (`mayfly logs last --follow | head`).
  context.stdout.once("error", () => {
    leaving.abort();
  });
  const orphans: Run[] = [];
  leaving.signal.addEventListener("abort", () => {
    for (const run of orphans) run.leave();
  });
  try {
    const { signal } = leaving;
    const onOrphan = (run: Run): void => {
      orphans.push(run);
    };
    const tell = (message: string): void => void context.stderr.write(`mayfly: ${message}\n`);
    if (options.follow !== true) for (const folder of folders) await settledRecord(folder, tell);
    const sources = folders.map((folder) =>
      options.follow === true
        ? followRun(folder, { signal, onOrphan })
        : followEvents(folder.events, systemClock, () => true, signal),
    );
    for await (const event of merge(sources)) {
      leaving.signal.throwIfAborted();
      if (event.type !== "log" || !isWanted(event)) continue;
      const text =
        options.json === true
          ? JSON.stringify(event)
          : labelOf(event, groupId, colours) + line(event, options, named, colours);
      context.stdout.write(`${text}\n`);
    }
    await Promise.all(orphans.map(async ({ finished }) => finished));
    return exitCodes.completed;
  } catch (error) {
    if (leaving.signal.aborted) return exitCodes.sigint;
    throw error;
  } finally {
    stopListening();
  }
}

function labelOf({ runId }: LogEvent, groupId: string | null, colours: Palette): string {
  return groupId === null ? "" : `${colours.faint(runLabel(runId, groupId))} `;
}

function line(
  { at, container, message }: LogEvent,
  { timestamps }: LogsCommandOptions,
  named: boolean,
  colours: Palette,
): string {
  const time = timestamps === true ? `${colours.faint(at)} ` : "";
  const name = named ? `${containerName(container, colours)} ${colours.faint("│")} ` : "";
  return `${time}${name}${printable(message)}`;
}
