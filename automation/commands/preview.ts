import { previewStack } from "../environment/operations.ts";
import { readSecrets } from "../environment/read-secrets.ts";
import { exitCodes } from "../exit-codes.ts";
import { environmentSummary } from "../views/environment-summary.ts";
import { conductEnvironment, type ProgramCommandOptions } from "./conduct-environment.ts";
import { palette, type CommandContext } from "./context.ts";

/** Options of `mayfly preview`. */
export interface PreviewCommandOptions extends ProgramCommandOptions {
  readonly expectNoChanges?: boolean;
}

/** `mayfly preview`: tells what `mayfly up` would do. With `--expect-no-changes`, changes are exit code 1. */
export async function previewCommand(
  options: PreviewCommandOptions,
  context: CommandContext,
): Promise<number> {
  const { config = {}, secret = {} } = options;
  const secrets = await readSecrets(secret, context);
  return await conductEnvironment(options, context, async (environment) => {
    const previewed = await previewStack({ ...environment, config, secrets });
    const { stack = "dev" } = environment;
    if (options.json !== true) {
      const text = environmentSummary("preview", stack, previewed, palette(context, "stdout"));
      context.stdout.write(text);
    }
    const changes = Object.keys(previewed.changes).filter((op) => op !== "same");
    if (options.expectNoChanges !== true || changes.length === 0) return exitCodes.completed;
    context.stderr.write("mayfly: Expected no changes, but got some.\n");
    return exitCodes.failed;
  });
}
