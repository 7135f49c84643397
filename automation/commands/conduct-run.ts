import { exitCodes } from "../exit-codes.ts";
import type { StopSignal } from "../lifecycle/outcome.ts";
import type { Run } from "../run/run.ts";
import { summaryText } from "../views/summary.ts";
import { palette, type CommandContext } from "./context.ts";
import { chooseView, showEvents } from "./show-run.ts";
import { underSignals } from "./under-signals.ts";

/**
 * Shows a run that this process conducts, to its end. The first signal stops the task and waits for its end; a second
 * one leaves at once and says how to finish. Returns the exit code.
 */
export async function conductRun(
  run: Run,
  context: CommandContext,
  json: boolean,
): Promise<number> {
  const { stdout } = context;
  const view = chooseView(context, json);
  const onFirst = (signal: StopSignal): void => {
    view.say(stoppingLine(signal));
  };
  const { result, signal } = await underSignals(run, context, onFirst, async () => {
    try {
      await showEvents(run, view);
    } finally {
      view.close();
    }
    return await run.finished;
  });
  if (result === null) return left(run, signal ?? "SIGTERM", context, json);
  if (!json) stdout.write(summaryText(result.record, run.path, palette(context, "stdout")));
  return result.exitCode;
}

/** What a first signal does. */
export function stoppingLine(signal: StopSignal): string {
  return `${signal}: stopping the task; once more to leave at once.`;
}

/** Says how to finish a run that was left by a second signal; gives back the exit code. */
export function left(
  run: Pick<Run, "runId" | "recordPath">,
  signal: StopSignal,
  context: CommandContext,
  json: boolean,
): number {
  const exitCode = signal === "SIGINT" ? exitCodes.sigint : exitCodes.sigterm;
  const reason = `Left by a second ${signal}; the task is being stopped.`;
  if (json) {
    const { runId, recordPath } = run;
    const last = { type: "run.finished", at: new Date().toISOString(), runId, outcome: "stopped" };
    context.stdout.write(`${JSON.stringify({ ...last, reason, exitCode, recordPath })}\n`);
  }
  context.stderr.write(
    `${reason} To see it through: mayfly attach ${run.runId}; to be sure: mayfly stop ${run.runId}\n`,
  );
  return exitCode;
}
