import { EnvironmentError } from "../environment/environment-error.ts";
import type { EnvironmentOptions } from "../environment/environment-options.ts";
import { MayflyError } from "../errors.ts";
import { exitCodes } from "../exit-codes.ts";
import { environmentLinesView } from "../views/environment-lines.ts";
import { environmentLiveView } from "../views/environment-live.ts";
import { environmentJsonView, type EnvironmentView } from "../views/environment-view.ts";
import { palette, writer, type CommandContext } from "./context.ts";

/** Options of every command on an environment. */
export interface EnvironmentCommandOptions {
  readonly stack?: string;
  readonly cwd?: string;
  readonly json?: boolean;
  /** Seconds. */
  readonly timeout?: number;
}

/** Options of the commands that run the program. */
export interface ProgramCommandOptions extends EnvironmentCommandOptions {
  readonly config?: Readonly<Record<string, string>>;
  /** Null where the value is still to be read. */
  readonly secret?: Readonly<Record<string, string | null>>;
}

/** What the library takes, from what the command line gave. */
export function toEnvironmentOptions(options: EnvironmentCommandOptions): EnvironmentOptions {
  const { stack, cwd, timeout } = options;
  return {
    ...(stack === undefined ? {} : { stack }),
    ...(cwd === undefined ? {} : { workDir: cwd }),
    ...(timeout === undefined ? {} : { timeoutMs: timeout * 1000 }),
  };
}

/**
 * Shows an operation on an environment to its end. The first signal lets the engine finish the steps it has begun; a
 * second one leaves at once. Gives back the exit code: that of the signal where one ended it.
 */
export async function conductEnvironment(
  options: EnvironmentCommandOptions,
  context: CommandContext,
  act: (options: EnvironmentOptions) => Promise<number>,
  view: EnvironmentView = chooseEnvironmentView(context, options.json === true),
  mayHoldLock = true,
): Promise<number> {
  const ending = new AbortController();
  const leaving = new AbortController();
  const received: { first: "SIGINT" | "SIGTERM" | null } = { first: null };
  const stopListening = context.onSignal((signal) => {
    if (received.first !== null) {
      leaving.abort();
      return;
    }
    received.first = signal;
    const cost = mayHoldLock ? ", which may leave the lock held" : "";
    view.note(`${signal}: waiting for what has begun; once more to leave at once${cost}.`);
    ending.abort();
  });
  let closed = false;
  const close = (): void => {
    if (!closed) view.close();
    closed = true;
  };
  try {
    return await act({
      ...toEnvironmentOptions(options),
      signal: ending.signal,
      leaveSignal: leaving.signal,
      log: view.note,
      onEvent: (event) => {
        view.show(event);
        if (event.type === "environment.finished") close();
      },
    });
  } catch (thrown) {
    close();
    const error = options.json === true ? thrown : withoutTold(thrown);
    // The deadline came before the signal.
    const late = error instanceof MayflyError && error.code === "timedOut";
    if (received.first === null || late || !(error instanceof MayflyError)) throw error;
    context.stderr.write(`mayfly: ${error.message}\n`);
    return received.first === "SIGINT" ? exitCodes.sigint : exitCodes.sigterm;
  } finally {
    close();
    stopListening();
  }
}

/** The error without what the views have shown already. */
function withoutTold(error: unknown): unknown {
  if (!(error instanceof EnvironmentError) || error.brief === error.message) return error;
  const { code, brief, exitCode } = error;
  return new EnvironmentError(code, brief, { exitCode, cause: error });
}

/** Runs something short that has no events; a signal ends it. `mayHoldLock` says whether it updates stacks. */
export async function quietly(
  options: EnvironmentCommandOptions,
  context: CommandContext,
  act: (options: EnvironmentOptions) => Promise<number>,
  mayHoldLock = false,
): Promise<number> {
  const view = {
    show: () => undefined,
    note: (line: string) => {
      context.stderr.write(`${line}\n`);
    },
    close: () => undefined,
  };
  return await conductEnvironment(options, context, act, view, mayHoldLock);
}

/** JSON lines, a live tree in a terminal, or plain lines. */
export function chooseEnvironmentView(context: CommandContext, json: boolean): EnvironmentView {
  const { stdout, stderr, environment } = context;
  if (json) return environmentJsonView(writer(stdout), writer(stderr));
  const colours = palette(context, "stderr");
  return stderr.isTTY && environment["TERM"] !== "dumb"
    ? environmentLiveView(stderr, colours)
    : environmentLinesView(writer(stderr), colours);
}
