import { dockerFlags, dockerOptions, type DockerFlags } from "../cli-docker.ts";
import {
  fargateFlags,
  launchOptions,
  sharedFlags,
  withoutFargateFlags,
  type FargateFlags,
} from "../cli-fargate.ts";
import { checkStartUrl, type CrawlOptions } from "../crawler-environment.ts";
import { defaultStack, stackOfEnvironment } from "../environment/environment-options.ts";
import { MayflyError } from "../errors.ts";
import type { RunOptions } from "../run/run-options.ts";
import type { TargetName } from "../targets/target-names.ts";
import type { CommandContext, CommonOptions } from "./context.ts";
import { readEnvironmentFiles } from "./environment-file.ts";
import { readOptionFile } from "./option-file.ts";

/** Options of `mayfly run` beside those of the crawl. */
export interface RunCommandOptions extends CommonOptions, CrawlOptions, FargateFlags, DockerFlags {
  readonly urlFile?: readonly string[];
  readonly target?: TargetName;
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
    build: _build,
    crawlerImage: _crawlerImage,
    seleniumImage: _seleniumImage,
    network: _network,
    addHost: _addHost,
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

/**
 * Where the task runs: on Fargate with `--stack` or `--target fargate`, on a Docker engine with `--target docker`, else here.
 * Options of another place are refused.
 */
function place(
  options: RunCommandOptions,
  context: Pick<CommandContext, "environment" | "stderr">,
): Pick<RunOptions, "stack" | "workDir" | "launch" | "docker" | "log"> {
  const { target = options.stack === undefined ? "local" : "fargate" } = options;
  if (target === "fargate") {
    refuse(options, [...ofThisMachine, "browserArgument"], "this machine");
    refuse(options, dockerFlags, "Docker");
    const stack = options.stack ?? stackOfEnvironment(context.environment) ?? defaultStack;
    return {
      ...stackOptions(stack, options, context),
      launch: launchOptions({ ...options, ...environmentOf(options) }),
    };
  }
  if (target === "docker") {
    refuse(options, ofThisMachine, "this machine");
    refuse(options, ofFargateAlone, "Fargate");
    return {
      ...(options.stack === undefined ? {} : stackOptions(options.stack, options, context)),
      docker: dockerOptions({ ...options, ...environmentOf(options) }),
    };
  }
  if (options.stack !== undefined) {
    throw new MayflyError(
      "usage",
      "Expected --target fargate or docker together with --stack, but got --target local.",
    );
  }
  refuse(options, dockerFlags, "Docker");
  refuse(options, ofFargateAlone, "Fargate");
  refuse(options, sharedFlags, "Docker or Fargate");
  return {};
}

const ofThisMachine = ["port", "seleniumCommand", "browserBinary"] as const;
const shared: readonly string[] = sharedFlags;
const ofFargateAlone = fargateFlags.filter((name) => !shared.includes(name));

function stackOptions(
  stack: string,
  { cwd }: RunCommandOptions,
  { stderr }: Pick<CommandContext, "stderr">,
): Pick<RunOptions, "stack" | "workDir" | "log"> {
  return {
    stack,
    log: (line) => stderr.write(`${line}\n`),
    ...(cwd === undefined ? {} : { workDir: cwd }),
  };
}

/** Variables of files, then those of `--env`; nothing where there are none. */
function environmentOf({
  environmentFile,
  env,
}: RunCommandOptions): Pick<RunCommandOptions, "env"> {
  return environmentFile === undefined
    ? {}
    : { env: { ...readEnvironmentFiles(environmentFile), ...env } };
}

/** How a task comes to be there. */
const howTo = {
  Fargate: "; give --target fargate for a task there",
  Docker: "; give --target docker for a task there",
  "Docker or Fargate": "; give --target docker or fargate for a task there",
  "this machine": "",
} as const;

function refuse(
  options: RunCommandOptions,
  names: readonly (keyof RunCommandOptions)[],
  where: keyof typeof howTo,
): void {
  const given = names.find((name) => options[name] !== undefined);
  if (given === undefined) return;
  const flag = given.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new MayflyError("usage", `Expected --${flag} for a task on ${where} alone${howTo[where]}.`);
}

/**
 * URLs of a file, one per line; `-` is stdin. Empty lines and lines that begin with `#` are left out; another that is no URL is
 * refused with its number.
 */
function readUrlFile(path: string): readonly string[] {
  return readOptionFile(path, "--url-file", "URLs", true)
    .split(/\r\n|\r|\n/)
    .flatMap((line, index) => {
      const text = line.trim();
      if (text === "" || text.startsWith("#")) return [];
      const where = `--url-file ${path}, line ${index + 1}`;
      // What decoding puts in place of other bytes.
      if (text.includes("\u{fffd}")) {
        throw new MayflyError("usage", `Expected text in UTF-8 for ${where}, but got "${text}".`);
      }
      checkStartUrl(text, where);
      return [text];
    });
}
