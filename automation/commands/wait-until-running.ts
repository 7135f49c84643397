import { isoTime, systemClock } from "../clock.ts";
import { exitCodes } from "../exit-codes.ts";
import type { StopSignal } from "../lifecycle/outcome.ts";
import { followEvents } from "../run/broadcast.ts";
import { hasOwner } from "../run/owner.ts";
import type { RunFolder } from "../run/run-folder.ts";
import type { RunOptions } from "../run/run-options.ts";
import { tellsRunning } from "../run/running.ts";
import { seeThrough } from "./attach.ts";
import { BackgroundRun, howToGoOn } from "./background.ts";
import { left, stoppingLine } from "./conduct-run.ts";
import type { CommandContext } from "./context.ts";
import type { View } from "../views/view.ts";
import { chooseView } from "./show-run.ts";

/**
 * `mayfly run --wait-until running`: shows a run that a process in the background conducts until its task is RUNNING, and
 * returns 0. A run that ends before is shown to its end, with the exit code of its outcome. A first signal asks for the stop
 * of the task, whose end is waited for; a second one leaves at once.
 */
export async function waitUntilRunning(
  options: RunOptions,
  context: CommandContext,
  json: boolean,
): Promise<number> {
  const background = new BackgroundRun(options, context);
  const { folder } = background;
  const view = chooseView(context, json);
  const stopping = new Stopping(background, context, view);
  try {
    const refused = await background.begun(context.stderr);
    if (refused !== null) {
      view.close();
      return refused;
    }
    let shown = 0;
    try {
      const isOver = (): boolean => !hasOwner(folder);
      const { signal } = stopping.leaving;
      for await (const event of followEvents(folder, systemClock, isOver, signal)) {
        view.show(event);
        shown += 1;
        if (!tellsRunning(event) || stopping.first !== null) continue;
        view.close();
        return sayRunning(folder, context, json);
      }
    } catch (error) {
      view.close();
      if (stopping.first === null || !stopping.leaving.signal.aborted) throw error;
      const run = { runId: folder.runId, recordPath: folder.record };
      return left(run, stopping.first, context, json);
    }
    stopping.end();
    return await seeThrough(folder, view, shown, context, json);
  } finally {
    stopping.end();
  }
}

function sayRunning({ runId, record }: RunFolder, context: CommandContext, json: boolean): number {
  const last = { type: "run.detached", at: isoTime(systemClock.now()), runId, recordPath: record };
  context.stdout.write(json ? `${JSON.stringify(last)}\n` : `${runId}\n`);
  context.stderr.write(`The task is RUNNING. ${howToGoOn(runId)}`);
  return exitCodes.completed;
}

/** Passes on to the process in the background what would stop a run that this process conducts. */
class Stopping {
  readonly leaving = new AbortController();
  /** The first signal; null before that. */
  first: StopSignal | null = null;
  readonly #context: CommandContext;
  readonly #stopListening: () => void;
  readonly #onOutputError: () => void;

  constructor(background: BackgroundRun, context: CommandContext, view: View) {
    this.#context = context;
    this.#stopListening = context.onSignal((signal) => {
      background.signal(signal);
      if (this.first !== null) this.leaving.abort();
      else view.say(stoppingLine(signal));
      this.first ??= signal;
    });
    // Whoever read our output is gone, before there was a run in the background to speak of.
    this.#onOutputError = () => {
      if (this.first === null) background.signal("SIGTERM");
      this.first ??= "SIGTERM";
    };
    for (const stream of [context.stdout, context.stderr]) stream.on("error", this.#onOutputError);
  }

  end(): void {
    this.#stopListening();
    for (const stream of [this.#context.stdout, this.#context.stderr]) {
      stream.off("error", this.#onOutputError);
    }
  }
}
