import { systemClock } from "../clock.ts";
import type { LogEvent } from "../events.ts";
import { exitCodes } from "../exit-codes.ts";
import { followEvents } from "../run/broadcast.ts";
import { merge } from "../run/merge.ts";
import { runLabel } from "../views/group-lines.ts";
import { printable } from "../views/format.ts";
import { containerName } from "../views/lines.ts";
import type { Palette } from "../views/palette.ts";
import { palette, type CommandContext } from "./context.ts";
import { findOrAdopt, type LookupOptions } from "./find-or-adopt.ts";
import { Followed } from "./followed.ts";
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
  const followed = new Followed(folders);
  const leave = (): void => {
    followed.leave();
  };
  const stopListening = context.onSignal(leave);
  // Its reader went away (`mayfly logs last --follow | head`).
  context.stdout.once("error", leave);
  const { leaving } = followed;
  try {
    const tell = (message: string): void => void context.stderr.write(`mayfly: ${message}\n`);
    if (options.follow !== true) for (const folder of folders) await settledRecord(folder, tell);
    const sources =
      options.follow === true
        ? followed.events()
        : folders.map((folder) => followEvents(folder, systemClock, () => true, leaving));
    for await (const event of merge(sources)) {
      leaving.throwIfAborted();
      if (event.type !== "log" || !isWanted(event)) continue;
      const text =
        options.json === true
          ? JSON.stringify(event)
          : labelOf(event, groupId, colours) + line(event, options, named, colours);
      context.stdout.write(`${text}\n`);
    }
    await Promise.all(followed.orphans.map(async ({ finished }) => finished));
    return exitCodes.completed;
  } catch (error) {
    if (leaving.aborted) return exitCodes.sigint;
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
