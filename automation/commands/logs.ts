import { MayflyError } from "../errors.ts";
import { containerNames } from "../../infra/container-definitions.ts";
import { systemClock } from "../clock.ts";
import { exitCodes } from "../exit-codes.ts";
import { readLines } from "../read-lines.ts";
import { hasOwner } from "../run/owner.ts";
import { readRecord } from "../run/record.ts";
import { findRun, type RunFolder } from "../run/run-folder.ts";
import { containerName } from "../views/lines.ts";
import { baseOf, palette, type CommandContext, type CommonOptions } from "./context.ts";

/** Options of `mayfly logs`. */
export interface LogsCommandOptions extends CommonOptions {
  readonly container?: string;
  readonly follow?: boolean;
}

/** Milliseconds between two looks at the log files. */
const followMs = 100;

/**
 * `mayfly logs RUN`: what the containers logged; with `--follow` until the run has ended. One container's log comes as it
 * is, several with the container's name before each line.
 */
export async function logsCommand(
  wanted: string,
  options: LogsCommandOptions,
  context: CommandContext,
): Promise<number> {
  const folder = findRun(baseOf(options), wanted);
  const containers = chosenContainers(options.container);
  const offsets = new Map<string, number>();
  const leaving = new AbortController();
  const stopListening = context.onSignal(() => {
    leaving.abort();
  });
  // Its reader went away (`mayfly logs last --follow | head`).
  context.stdout.once("error", () => {
    leaving.abort();
  });
  try {
    for (;;) {
      // Asked before reading: what is written until the end is read after it.
      const over = options.follow !== true || isOver(folder);
      for (const container of containers) {
        for (let more = true; more;) {
          const batch = readLines(folder.log(container), offsets.get(container) ?? 0, over);
          offsets.set(container, batch.offset);
          print(batch.lines, container, containers.length > 1, options, context);
          ({ more } = batch);
        }
      }
      if (over) return 0;
      await systemClock.sleep(followMs, leaving.signal);
    }
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

function chosenContainers(wanted: string | undefined): readonly string[] {
  const names: readonly string[] = Object.values(containerNames);
  if (wanted === undefined) return names;
  if (names.includes(wanted)) return [wanted];
  throw new MayflyError(
    "usage",
    `Expected ${names.join(" or ")} for --container, but got "${wanted}".`,
  );
}

function print(
  lines: readonly string[],
  container: string,
  named: boolean,
  options: LogsCommandOptions,
  context: CommandContext,
): void {
  const prefix = named ? `${containerName(container, palette(context, "stdout"))} │ ` : "";
  for (const message of lines) {
    const text =
      options.json === true ? JSON.stringify({ container, message }) : `${prefix}${message}`;
    context.stdout.write(`${text}\n`);
  }
}
