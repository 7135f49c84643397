import { systemClock } from "../clock.ts";
import type { LogEvent } from "../events.ts";
import { exitCodes } from "../exit-codes.ts";
import { followEvents } from "../run/broadcast.ts";
import { hasOwner } from "../run/owner.ts";
import { readRecord } from "../run/record.ts";
import { findRun, type RunFolder } from "../run/run-folder.ts";
import { containerName } from "../views/lines.ts";
import type { Palette } from "../views/palette.ts";
import { baseOf, palette, type CommandContext, type CommonOptions } from "./context.ts";
import { logFilter, wantedContainers, type LogFilterOptions } from "./log-filter.ts";

/** Options of `mayfly logs`. */
export interface LogsCommandOptions extends CommonOptions, LogFilterOptions {
  readonly follow?: boolean;
  readonly timestamps?: boolean;
}

/**
 * `mayfly logs RUN`: what the containers logged, in the order in which it was read, from the run's events: they alone have
 * its times. With `--follow` until the run has ended. One container's log comes as it is, several with the container's name
 * before each line. The crawler's records are no log lines.
 */
export async function logsCommand(
  wanted: string,
  options: LogsCommandOptions,
  context: CommandContext,
): Promise<number> {
  const isWanted = logFilter(options, systemClock.now());
  const named = wantedContainers(options).length > 1;
  const colours = palette(context, "stdout");
  const folder = findRun(baseOf(options), wanted);
  const leaving = new AbortController();
  const stopListening = context.onSignal(() => {
    leaving.abort();
  });
  // Its reader went away (`mayfly logs last --follow | head`).
  context.stdout.once("error", () => {
    leaving.abort();
  });
  const isEnough = (): boolean => options.follow !== true || isOver(folder);
  try {
    const events = followEvents(folder.events, systemClock, isEnough, leaving.signal);
    for await (const event of events) {
      leaving.signal.throwIfAborted();
      if (event.type !== "log" || !isWanted(event)) continue;
      const text =
        options.json === true ? JSON.stringify(event) : line(event, options, named, colours);
      context.stdout.write(`${text}\n`);
    }
    return exitCodes.completed;
  } catch (error) {
    if (leaving.signal.aborted) return exitCodes.sigint;
    throw error;
  } finally {
    stopListening();
  }
}

function isOver(folder: RunFolder): boolean {
  return readRecord(folder).status === "finished" || !hasOwner(folder);
}

function line(
  { at, container, message }: LogEvent,
  { timestamps }: LogsCommandOptions,
  named: boolean,
  colours: Palette,
): string {
  const time = timestamps === true ? `${colours.faint(at)} ` : "";
  const name = named ? `${containerName(container, colours)} ${colours.faint("│")} ` : "";
  return `${time}${name}${message}`;
}
