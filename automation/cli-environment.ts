import { Option, type Command } from "commander";
import { pairOption, secretOption } from "./cli-pairs.ts";
import { cancelCommand, type CancelCommandOptions } from "./commands/cancel.ts";
import type { ProgramCommandOptions } from "./commands/conduct-environment.ts";
import type { CommandContext } from "./commands/context.ts";
import { downCommand, type DownCommandOptions } from "./commands/down.ts";
import { initCommand, type InitCommandOptions } from "./commands/init.ts";
import { outputsCommand, type OutputsCommandOptions } from "./commands/outputs.ts";
import { previewCommand, type PreviewCommandOptions } from "./commands/preview.ts";
import { upCommand } from "./commands/up.ts";
import { reapCommand, type ReapCommandOptions } from "./commands/reap.ts";
import {
  defaultStack,
  defaultTimeoutMs,
  stackOfEnvironment,
  stackVariable,
} from "./environment/environment-options.ts";

/** How the command line reads its parts; shared with the commands on runs. */
export interface OptionParts {
  readonly jsonOption: () => Option;
  readonly secondsOption: (flags: string, description: string, seconds: number) => Option;
}

/** Adds `init`, `preview`, `up`, `outputs`, `down`, `reap` and `cancel`. None but `init` asks anything: who types them means them. */
export function addEnvironmentCommands(
  mayfly: Command,
  context: CommandContext,
  done: (exitCode: number) => void,
  { jsonOption, secondsOption }: OptionParts,
): void {
  const stackOption = (): Option => {
    const option = new Option("-s, --stack <name>", "name of the Pulumi stack");
    option.default(defaultStack);
    // Commander would take an empty one.
    return stackOfEnvironment(context.environment) === undefined
      ? option
      : option.env(stackVariable);
  };
  const ofStack = (name: string, description: string): Command =>
    mayfly
      .command(name)
      .description(description)
      .addOption(stackOption())
      .option("--cwd <dir>", "folder with the Pulumi.yaml (default: the Mayfly package)")
      .addOption(jsonOption())
      .addOption(
        secondsOption("--timeout <seconds>", "it must end within", defaultTimeoutMs / 1000),
      );
  const withProgram = (name: string, description: string): Command =>
    ofStack(name, description)
      .addOption(pairOption("--config", "set a value of the stack's configuration"))
      .addOption(
        secretOption(
          "--secret",
          "the same, saved encrypted; without a value, MAYFLY_SECRET_<key>, a question, or a line of stdin",
        ),
      );
  withProgram("preview", "tell what up would do")
    .option("--expect-no-changes", "exit with 1 if there are any")
    .action(async (options: PreviewCommandOptions) => {
      done(await previewCommand(options, context));
    });
  withProgram("up", "bring the environment up, or up to date, without asking").action(
    async (options: ProgramCommandOptions) => {
      done(await upCommand(options, context));
    },
  );
  withProgram("init", "make a stack and save its settings, by asking or from options")
    .option("-y, --yes", "ask nothing: take defaults, and refuse what has none")
    .action(async (options: InitCommandOptions) => {
      done(await initCommand(options, context));
    });
  ofStack("outputs", "print the outputs of the environment")
    .option("--show-secrets", "show secret outputs too")
    .action(async (options: OutputsCommandOptions) => {
      done(await outputsCommand(options, context));
    });
  ofStack("down", "take the environment down, without asking")
    .option("--remove", "remove the stack and its history too; its settings file stays")
    .action(async (options: DownCommandOptions) => {
      done(await downCommand(options, context));
    });
  mayfly
    .command("reap")
    .description("remove environments that have expired; exits with 1 while anything is left")
    .option("--older-than <age>", "also those that were brought up longer ago: 90m, 6h or 2d")
    .option("--stack-prefix <prefix>", "only stacks whose names begin so")
    .option("--region <region>", "where to look for what has tags alone (default: AWS_REGION)")
    .option("--dry-run", "tell what would be removed; remove nothing")
    .option("--cwd <dir>", "folder with the Pulumi.yaml (default: the Mayfly package)")
    .addOption(jsonOption())
    .addOption(secondsOption("--timeout <seconds>", "each removal must end within", 1800))
    .action(async (options: ReapCommandOptions) => {
      done(await reapCommand(options, context));
    });
  ofStack("cancel", "release the lock of a stack whose update is dead")
    .option("--force", "also the lock of an update that runs on this machine")
    .action(async (options: CancelCommandOptions) => {
      done(await cancelCommand(options, context));
    });
}
