import type { RunOptions } from "../run/run-options.ts";
import { BackgroundRun, howToGoOn } from "./background.ts";
import type { CommandContext } from "./context.ts";

/**
 * `mayfly run --detach`: returns as soon as the run in the background has its record, and prints the run id; a refusal of
 * the background process is passed on.
 */
export async function detach(
  options: RunOptions,
  count: number,
  context: CommandContext,
  json: boolean,
): Promise<number> {
  const background = new BackgroundRun(options, context, count);
  const { runId } = background;
  const { record } = background.folder;
  const refused = await background.begun(context.stderr);
  if (refused !== null) return refused;
  context.stdout.write(json ? `${JSON.stringify({ runId, recordPath: record })}\n` : `${runId}\n`);
  context.stderr.write(howToGoOn(runId));
  return 0;
}
