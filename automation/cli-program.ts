import { Command, InvalidArgumentError, Option } from "commander";
import {
  orders,
  scopes,
  settings,
  SettingError,
  type SettingDefinition,
} from "../crawler/src/config.ts";
import { environmentNames, type SettingName } from "../crawler/src/contract.ts";
import { addDockerOptions } from "./cli-docker.ts";
import { addEnvironmentCommands } from "./cli-environment.ts";
import { addCrawl } from "./cli-crawl.ts";
import { addFargateOptions, addGroupOptions } from "./cli-fargate.ts";
import { attachCommand } from "./commands/attach.ts";
import type { CommandContext } from "./commands/context.ts";
import { doctorCommand, type DoctorCommandOptions } from "./commands/doctor.ts";
import type { LookupOptions } from "./commands/find-or-adopt.ts";
import { logsCommand, type LogsCommandOptions } from "./commands/logs.ts";
import { resultsCommand, type ResultsCommandOptions } from "./commands/results.ts";
import { runCommand } from "./commands/run.ts";
import type { RunCommandOptions } from "./commands/run-flags.ts";
import { runsCommand } from "./commands/runs.ts";
import { statusCommand } from "./commands/status.ts";
import { stopCommand } from "./commands/stop.ts";
import { packageVersion } from "./package-root.ts";
import { targetNames } from "./targets/target-names.ts";

const outOption = (): Option =>
  new Option("--out <dir>", "base folder of the run folders (default: .mayfly)");
const jsonOption = (): Option => new Option("--json", "only JSON lines on stdout");

/** The `mayfly` command; `done` receives the exit code of the command that ran. */
export function program(context: CommandContext, done: (exitCode: number) => void): Command {
  const mayfly = new Command("mayfly")
    .description("Ephemeral crawl environments: run a browser crawl and hear its whole life.")
    .version(packageVersion)
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
      // The message is written once, by whoever catches the error.
      outputError: () => undefined,
    });
  addRun(mayfly, context, done);
  addCrawl(mayfly, context, done, addTaskOptions, fromFlags);
  addRunCommands(mayfly, context, done);
  addEnvironmentCommands(mayfly, context, done, { jsonOption, secondsOption });
  addDoctor(mayfly, context, done);
  return mayfly;
}

function addRun(mayfly: Command, context: CommandContext, done: (exitCode: number) => void): void {
  const command = mayfly
    .command("run")
    .description("run a crawl and tell its life; exits with the code of its outcome")
    .argument("[url...]", "absolute http or https URLs to start from")
    .option("-d, --detach", "return with the run id; the run goes on in the background")
    .addOption(
      new Option(
        "--wait-until <status>",
        "return when the task is RUNNING, the run going on in the background, or STOPPED (default: stopped)",
      ).argParser((text) => oneOf(text, "--wait-until", ["running", "stopped"])),
    )
    .addOption(new Option("--background <id>", "conduct the run for another process").hideHelp())
    .option(
      "--resume <run>",
      "go on with the crawl of an earlier run: its id, the beginning of it, or last",
    );
  addTaskOptions(command);
  addGroupOptions(command, (option, least, most) => (text) => integer(text, option, least, most));
  command.action(async (urls: string[], options: RunCommandOptions & Record<string, unknown>) => {
    done(await runCommand(urls, fromFlags(options), context));
  });
}

/** Options of a task: those of its run, of where it runs, and of the crawl itself. */
function addTaskOptions(command: Command): void {
  command
    .option("--url-file <file>", "file with a URL per line; - is stdin; may be repeated", append)
    .addOption(outOption())
    .addOption(jsonOption())
    .option("--run-id <id>", "id of the run (default: a new one)")
    .addOption(
      targetOption(
        "where the task runs: local, docker or fargate (default: fargate with --stack, else local)",
      ),
    )
    .addOption(
      secondsOption(
        "--timeout <seconds>",
        "the run must end within (default: 1800, or 300 more than --time-limit)",
      ),
    )
    .addOption(secondsOption("--start-timeout <seconds>", "the task must be RUNNING within", 600))
    .addOption(
      new Option("--port <port>", "port of the WebDriver endpoint (default: a free one)").argParser(
        (text) => integer(text, "--port", 1, 65_535),
      ),
    )
    .option("--selenium-command <line>", "shell line that starts a Selenium server on {port}")
    .addOption(
      secondsOption("--selenium-start-timeout <seconds>", "Selenium must be HEALTHY within", 120),
    );
  addFargateOptions(
    command,
    append,
    (option, least, most) => (text) => integer(text, option, least, most),
  );
  addDockerOptions(command, append);
  for (const name of Object.keys(environmentNames) as SettingName[]) {
    if (settings[name].flag !== "" && name !== "endpoint") addSetting(command, name);
  }
}

function targetOption(description: string): Option {
  return new Option("--target <target>", description).argParser((text) =>
    oneOf(text, "--target", targetNames),
  );
}

function addDoctor(
  mayfly: Command,
  context: CommandContext,
  done: (exitCode: number) => void,
): void {
  mayfly
    .command("doctor")
    .description("look at what a crawl needs, and say what to mend; exits with 1 for a problem")
    .option("-s, --stack <name>", "also at this stack, and whether these credentials reach it")
    .addOption(
      targetOption(
        "where crawls are to run: without what local, docker or fargate needs there is a problem (default: fargate with --stack, else local)",
      ),
    )
    .option("--cwd <dir>", "folder with the Pulumi.yaml (default: the Mayfly package)")
    .addOption(jsonOption())
    .action(async (options: DoctorCommandOptions) => {
      done(await doctorCommand(options, context));
    });
}

/** Flags of the crawl are the rows of the crawler's own table. */
function addSetting(command: Command, name: SettingName): void {
  const definition: SettingDefinition<unknown> = settings[name];
  for (const flag of definition.flag.split(/,\s*(?=--)/)) {
    const text =
      definition.defaultText === undefined ? "" : ` (default: ${definition.defaultText})`;
    const isOpposite = flag.startsWith("--no-") && definition.flag !== flag;
    const description = isOpposite
      ? `the opposite of ${flag.replace("--no-", "--")}`
      : definition.description + text;
    const option = new Option(flag, description);
    if (name === "scope") option.choices(scopes);
    if (name === "order") option.choices(orders);
    // A variable that is set, to whatever, would count as such a flag given.
    if (option.isBoolean() || option.negate) {
      command.addOption(option);
      continue;
    }
    option.env(definition.environmentName);
    if (definition.list === true) {
      option.argParser((text: string, previous: readonly string[] | undefined) => {
        parsed(definition, text, option.long ?? flag);
        return append(text, previous);
      });
    } else {
      option.argParser((text) => parsed(definition, text, option.long ?? flag));
    }
    command.addOption(option);
  }
}

/** Commander names an option after its flag; the table says whose flag it is. */
function fromFlags<Flags extends Record<string, unknown>>(options: Flags): Flags {
  const { sitemap, ...rest } = options;
  const named = Array.isArray(sitemap) ? { ...rest, sitemaps: sitemap.map(String) } : rest;
  return named as Flags;
}

function addRunCommands(
  mayfly: Command,
  context: CommandContext,
  done: (exitCode: number) => void,
): void {
  const ofRun = (name: string, description: string): Command =>
    mayfly
      .command(name)
      .description(description)
      .argument("<run>", "id of the run or of a group of runs, the beginning of it, or last")
      .option(
        "-s, --stack <name>",
        "where there is no such run, look among the tasks of this stack",
      )
      .option("--cwd <dir>", "folder with the Pulumi.yaml (default: the Mayfly package)")
      .addOption(outOption())
      .addOption(jsonOption());
  mayfly
    .command("runs")
    .description("list the runs, newest first")
    .option("-s, --stack <name>", "also the tasks of this stack that were started elsewhere")
    .option("--cwd <dir>", "folder with the Pulumi.yaml (default: the Mayfly package)")
    .addOption(outOption())
    .addOption(jsonOption())
    .action(async (options: LookupOptions) => {
      done(await runsCommand(options, context));
    });
  ofRun("status", "everything known of a run").action(
    async (run: string, options: LookupOptions) => {
      done(await statusCommand(run, options, context));
    },
  );
  ofRun("logs", "what the containers of a run logged")
    .option("--container <name>", "only this container; may be repeated", append)
    .option("-f, --follow", "go on until the run has ended")
    .option("--since <time>", "only lines since then: 90, 30s, 10m, 2h ago, or an ISO 8601 time")
    .option("--filter <text>", "only lines with this text, or that match /expression/flags")
    .option("--timestamps", "the time of each line before it")
    .action(async (run: string, options: LogsCommandOptions) => {
      done(await logsCommand(run, options, context));
    });
  ofRun("attach", "tell a run from its beginning and follow it").action(
    async (run: string, options: LookupOptions) => {
      done(await attachCommand(run, options, context));
    },
  );
  ofRun("results", "fetch all that a run kept, also from s3://bucket/prefix")
    .option("--to <dir>", "folder to fetch to (default: results in the run folder)")
    .action(async (run: string, options: ResultsCommandOptions) => {
      done(await resultsCommand(run, options, context));
    });
  ofRun("stop", "stop the task of a run and wait for its end").action(
    async (run: string, options: LookupOptions) => {
      done(await stopCommand(run, options, context));
    },
  );
}

function append(text: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), text];
}

function secondsOption(flags: string, description: string, seconds?: number): Option {
  const option = new Option(flags, description).default(seconds);
  return option.argParser((text) => {
    const value = Number(text);
    if (text.trim() !== "" && value > 0 && value <= 604_800) return value;
    throw new InvalidArgumentError(
      `Expected a number of seconds above 0 and up to 604800 for ${option.long ?? flags}, but got "${text}".`,
    );
  });
}

function oneOf(text: string, option: string, words: readonly string[]): string {
  if (words.includes(text)) return text;
  throw new InvalidArgumentError(
    `Expected ${words.join(" or ")} for ${option}, but got "${text}".`,
  );
}

function integer(text: string, option: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new InvalidArgumentError(
    `Expected a whole number from ${String(least)} to ${String(most)} for ${option}, but got "${text}".`,
  );
}

function parsed(definition: SettingDefinition<unknown>, text: string, option: string): unknown {
  try {
    return definition.parse(text, option);
  } catch (error) {
    if (error instanceof SettingError) throw new InvalidArgumentError(error.message);
    throw error;
  }
}
