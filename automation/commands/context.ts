import { defaultBase } from "../run/run-folder.ts";
import { plainPalette, paletteFor, type Palette } from "../views/palette.ts";

/** What a command may touch of the process that runs it. */
export interface CommandContext {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly environment: NodeJS.ProcessEnv;
  /** Arguments of the command line, for a copy of this command in the background. */
  readonly argv: readonly string[];
  /** Calls the listener for each SIGINT, SIGTERM and SIGHUP; returns what ends that. */
  readonly onSignal: (listener: (signal: "SIGINT" | "SIGTERM") => void) => () => void;
}

/** Options that every command has. */
export interface CommonOptions {
  readonly out?: string;
  readonly json?: boolean;
}

/** Base folder of the runs. */
export function baseOf(options: CommonOptions): string {
  return options.out ?? defaultBase;
}

/** Writes data. */
export function writer(stream: NodeJS.WriteStream): (text: string) => void {
  return (text) => {
    stream.write(text);
  };
}

/** Colours for a stream. */
export function palette(
  context: CommandContext,
  stream: "stdout" | "stderr",
  json = false,
): Palette {
  return json ? plainPalette : paletteFor(context[stream], context.environment);
}
