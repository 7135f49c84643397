import { MayflyError } from "../errors.ts";
import { runGroup } from "../run/start-group.ts";
import { run } from "../run/start-run.ts";
import { conductGroup } from "./conduct-group.ts";
import { conductRun } from "./conduct-run.ts";
import type { CommandContext } from "./context.ts";
import { detach } from "./detach.ts";
import { dryRun } from "./dry-run.ts";
import { warnOfMisspeltNames } from "./misspelt.ts";
import { toRunOptions, type RunCommandOptions } from "./run-flags.ts";
import { waitUntilRunning } from "./wait-until-running.ts";

/** `mayfly run [URL…]`: runs a crawl and tells its life. Returns the exit code of its outcome. */
export async function runCommand(
  urls: readonly string[],
  options: RunCommandOptions,
  context: CommandContext,
): Promise<number> {
  // The process before this one, which this one is the background of, has said it.
  if (options.background === undefined) {
    refuseBackground(options);
    warnOfMisspeltNames(context);
  }
  const runOptions = toRunOptions(urls, options, context);
  const json = options.json === true;
  const { count = 1 } = options;
  if (options.dryRun === true) return await dryRun(runOptions, count, context, json);
  if (options.background === undefined) {
    if (options.detach === true) return await detach(runOptions, count, context, json);
    if (options.waitUntil === "running") return await waitUntilRunning(runOptions, context, json);
  }
  if (count === 1) return await conductRun(await run(runOptions), context, json);
  return await conductGroup(await runGroup({ ...runOptions, count }), context, json);
}

/** Refuses what contradicts a run in the background. */
function refuseBackground(options: RunCommandOptions): void {
  const { detach: isDetached, waitUntil, urlFile, count = 1 } = options;
  if (waitUntil === "running" && count > 1) {
    throw new MayflyError(
      "usage",
      `Expected one task for --wait-until running, but got --count ${String(count)}; --detach returns at once.`,
    );
  }
  if (isDetached === true && waitUntil !== undefined) {
    throw new MayflyError("usage", "Expected --detach or --wait-until, but got both.");
  }
  if ((isDetached !== true && waitUntil !== "running") || urlFile?.includes("-") !== true) return;
  const option = isDetached === true ? "--detach" : "--wait-until running";
  throw new MayflyError(
    "usage",
    `Expected a file for --url-file together with ${option}, but got - (stdin), which does not go to the background.`,
  );
}
