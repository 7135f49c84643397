import {
  fargateFlags,
  launchOptions,
  withoutFargateFlags,
  type FargateFlags,
} from "../cli-fargate.ts";
import type { CrawlOptions } from "../crawler-environment.ts";
import { defaultStack, stackOfEnvironment } from "../environment/environment-options.ts";
import { MayflyError } from "../errors.ts";
import type { RunOptions } from "../run/run-options.ts";
import type { CommandContext, CommonOptions } from "./context.ts";
import { readEnvFiles } from "./env-file.ts";
import { readOptionFile } from "./option-file.ts";

/** Options of `mayfly run` beside those of the crawl. */
export interface RunCommandOptions extends CommonOptions, CrawlOptions, FargateFlags {
  readonly urlFile?: readonly string[];
  readonly target?: string;
  readonly detach?: boolean;
  readonly waitUntil?: "running" | "stopped";
  /** Id of the run that this process conducts in the background, for another one. */
  readonly background?: string;
  readonly runId?: string;
  readonly timeout?: number;
  readonly startTimeout?: number;
  readonly port?: number;
  readonly seleniumCommand?: string;
  readonly seleniumStartTimeout?: number;
  readonly browserBinary?: string;
  readonly browserArgument?: readonly string[];
}

/** Options of a run as the library takes them, with what files say. Throws `MayflyError` (usage) for what does not go together. */
export function toRunOptions(
  urls: readonly string[],
  options: RunCommandOptions,
  context: Pick<CommandContext, "environment" | "stderr">,
): RunOptions {
  const {
    json: _json,
    urlFile = [],
    target: _target,
    detach: _detach,
    waitUntil: _waitUntil,
    background,
    timeout,
    startTimeout,
    seleniumStartTimeout,
    browserArgument,
    ...rest
  } = options;
  return {
    ...withoutFargateFlags(rest),
    ...place(options, context),
    urls: [...urls, ...urlFile.flatMap(readUrlFile)],
    ...(background === undefined ? {} : { runId: background }),
    ...(timeout === undefined ? {} : { timeoutSeconds: timeout }),
    ...(startTimeout === undefined ? {} : { startTimeoutSeconds: startTimeout }),
    ...(seleniumStartTimeout === undefined
      ? {}
      : { seleniumStartTimeoutSeconds: seleniumStartTimeout }),
    ...(browserArgument === undefined ? {} : { browserArguments: browserArgument }),
  };
}

/** Where the task runs: on Fargate with `--stack` or `--target fargate`, else here. Options of the other are refused. */
function place(
  options: RunCommandOptions,
  { environment, stderr }: Pick<CommandContext, "environment" | "stderr">,
): Pick<RunOptions, "stack" | "workDir" | "launch" | "log"> {
  const isFargate = options.target === "fargate" || options.stack !== undefined;
  if (isFargate && options.target !== "local") {
    refuse(
      options,
      ["port", "seleniumCommand", "browserBinary", "browserArgument"],
      "this machine",
    );
    return {
      stack: options.stack ?? stackOfEnvironment(environment) ?? defaultStack,
      launch: launchOptions({ ...options, ...environmentOf(options) }),
      log: (line) => stderr.write(`${line}\n`),
      ...(options.cwd === undefined ? {} : { workDir: options.cwd }),
    };
  }
  refuse(options, ["stack", ...fargateFlags], "Fargate");
  return {};
}

/** Variables of files, then those of `--env`; nothing where there are none. */
function environmentOf({ envFile, env }: RunCommandOptions): Pick<RunCommandOptions, "env"> {
  return envFile === undefined ? {} : { env: { ...readEnvFiles(envFile), ...env } };
}

function refuse(
  options: RunCommandOptions,
  names: readonly (keyof RunCommandOptions)[],
  where: string,
): void {
  const given = names.find((name) => options[name] !== undefined);
  if (given === undefined) return;
  const flag = given.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const other = where === "Fargate" ? "; add --stack NAME for a task on Fargate" : "";
  throw new MayflyError("usage", `Expected --${flag} for a task on ${where} alone${other}.`);
}

/** URLs of a file, one per line; `-` is stdin. Empty lines and lines that begin with `#` are left out. */
function readUrlFile(path: string): readonly string[] {
  return readOptionFile(path, "--url-file", "URLs", true)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}
