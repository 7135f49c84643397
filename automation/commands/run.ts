import { readFileSync } from "node:fs";
import type { CrawlOptions } from "../crawler-environment.ts";
import { MayflyError, messageOf, systemCode } from "../errors.ts";
import type { RunOptions } from "../run/run-options.ts";
import { run } from "../run/start-run.ts";
import { conductRun } from "./conduct-run.ts";
import type { CommandContext, CommonOptions } from "./context.ts";
import { detach } from "./detach.ts";

/** Options of `mayfly run` beside those of the crawl. */
export interface RunCommandOptions extends CommonOptions, CrawlOptions {
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
  const runOptions = toRunOptions(all, options);
  if (options.detach === true) return await detach(runOptions, context, options.json === true);
  return await conductRun(await run(runOptions), context, options.json === true);
}

function toRunOptions(urls: readonly string[], options: RunCommandOptions): RunOptions {
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
    ...rest,
    urls,
    ...(timeout === undefined ? {} : { timeoutSeconds: timeout }),
    ...(startTimeout === undefined ? {} : { startTimeoutSeconds: startTimeout }),
    ...(seleniumStartTimeout === undefined
      ? {}
      : { seleniumStartTimeoutSeconds: seleniumStartTimeout }),
    ...(browserArgument === undefined ? {} : { browserArguments: browserArgument }),
  };
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
