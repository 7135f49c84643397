import { readFileSync } from "node:fs";
import {
  fargateFlags,
  launchOptions,
  withoutFargateFlags,
  type FargateFlags,
} from "../cli-fargate.ts";
import type { CrawlOptions } from "../crawler-environment.ts";
import { defaultStack } from "../environment/environment-options.ts";
import { MayflyError, messageOf, systemCode } from "../errors.ts";
import type { RunOptions } from "../run/run-options.ts";
import { runGroup } from "../run/start-group.ts";
import { run } from "../run/start-run.ts";
import { conductGroup } from "./conduct-group.ts";
import { conductRun } from "./conduct-run.ts";
import type { CommandContext, CommonOptions } from "./context.ts";
import { detach } from "./detach.ts";
import { dryRun } from "./dry-run.ts";

/** Options of `mayfly run` beside those of the crawl. */
export interface RunCommandOptions extends CommonOptions, CrawlOptions, FargateFlags {
  readonly urlFile?: readonly string[];
  readonly target?: string;
  readonly detach?: boolean;
  readonly runId?: string;
  readonly timeout?: number;
  readonly startTimeout?: number;
  readonly port?: number;
  readonly seleniumCommand?: string;
  readonly seleniumStartTimeout?: number;
  readonly browserBinary?: string;
  readonly browserArgument?: readonly string[];
}

/** `mayfly run [URL…]`: runs a crawl and tells its life. Returns the exit code of its outcome. */
export async function runCommand(
  urls: readonly string[],
  options: RunCommandOptions,
  context: CommandContext,
): Promise<number> {
  if (options.detach === true && options.urlFile?.includes("-") === true) {
    throw new MayflyError(
      "usage",
      "Expected a file for --url-file together with --detach, but got - (stdin), which does not go to the background.",
    );
  }
  const all = [...urls, ...(options.urlFile ?? []).flatMap(readUrlFile)];
  const runOptions = toRunOptions(all, options, context);
  const json = options.json === true;
  const { count = 1 } = options;
  if (options.dryRun === true) return await dryRun(runOptions, count, context, json);
  if (options.detach === true) return await detach(runOptions, count, context, json);
  if (count === 1) return await conductRun(await run(runOptions), context, json);
  return await conductGroup(await runGroup({ ...runOptions, count }), context, json);
}

function toRunOptions(
  urls: readonly string[],
  options: RunCommandOptions,
  context: CommandContext,
): RunOptions {
  const {
    json: _json,
    urlFile: _urlFile,
    target: _target,
    detach: _detach,
    timeout,
    startTimeout,
    seleniumStartTimeout,
    browserArgument,
    ...rest
  } = options;
  return {
    ...withoutFargateFlags(rest),
    ...place(options, context),
    urls,
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
  { environment, stderr }: CommandContext,
): Pick<RunOptions, "stack" | "workDir" | "launch" | "log"> {
  const isFargate = options.target === "fargate" || options.stack !== undefined;
  if (isFargate && options.target !== "local") {
    refuse(
      options,
      ["port", "seleniumCommand", "browserBinary", "browserArgument"],
      "this machine",
    );
    return {
      stack: options.stack ?? environment["MAYFLY_STACK"] ?? defaultStack,
      launch: launchOptions(options),
      log: (line) => stderr.write(`${line}\n`),
      ...(options.cwd === undefined ? {} : { workDir: options.cwd }),
    };
  }
  refuse(options, ["stack", ...fargateFlags], "Fargate");
  return {};
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
  try {
    return readFileSync(path === "-" ? 0 : path, "utf8")
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== "" && !line.startsWith("#"));
  } catch (error) {
    const code = systemCode(error);
    const reason =
      code === "ENOENT"
        ? "there is no such file"
        : code === "EISDIR"
          ? "it is a folder"
          : messageOf(error);
    throw new MayflyError(
      "usage",
      `Expected a readable file of URLs for --url-file, but got "${path}": ${reason}.`,
      { cause: error },
    );
  }
}
