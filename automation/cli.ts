#!/usr/bin/env node
/** The process edge of the `mayfly` command: the only file that reads arguments and signals and sets the exit code. */
import { CommanderError } from "commander";
import { program } from "./cli-program.ts";
import type { CommandContext } from "./commands/context.ts";
import { MayflyError } from "./errors.ts";
import { exitCodes } from "./exit-codes.ts";

const signals = { SIGINT: "SIGINT", SIGTERM: "SIGTERM", SIGHUP: "SIGTERM" } as const;

const context: CommandContext = {
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  argv: process.argv.slice(2),
  onSignal: (listener) => {
    const handlers = Object.entries(signals).map(([name, signal]) => {
      const handler = (): void => {
        listener(signal);
      };
      process.on(name, handler);
      return { name, handler };
    });
    return () => {
      for (const { name, handler } of handlers) process.off(name, handler);
    };
  },
};

// A reader that went away (`mayfly logs last | head`) is no fault.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

let exitCode: number = exitCodes.completed;
try {
  await program(context, (code) => {
    exitCode = code;
  }).parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    exitCode = error.exitCode === 0 ? 0 : exitCodes.usage;
    if (exitCode !== 0) process.stderr.write(`${usageSentence(error)}\n`);
  } else if (error instanceof MayflyError) {
    ({ exitCode } = error);
    process.stderr.write(`mayfly: ${error.message}\n`);
  } else {
    throw error;
  }
}
// Not before stdout has taken everything; nothing else may keep the process from ending.
process.stdout.write("", () => {
  process.exit(exitCode);
});

/** Commander's message as one sentence: `Unknown option "--maxpages"; did you mean --max-pages?` */
function usageSentence({ message, code }: CommanderError): string {
  if (code === "commander.help") return "";
  const inner = / is invalid\. (Expected .*)$/s.exec(message)?.[1];
  const text = (inner ?? message.replace(/^error: /, ""))
    .replace(/\s*\n\(Did you mean (.*)\?\)$/s, "; did you mean $1?")
    .replaceAll("'", '"');
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  return `mayfly: ${sentence}${/[.?]$/.test(sentence) ? "" : "; see mayfly --help."}`;
}
