import { downStack } from "../environment/operations.ts";
import { exitCodes } from "../exit-codes.ts";
import { environmentSummary } from "../views/environment-summary.ts";
import { conductEnvironment, type EnvironmentCommandOptions } from "./conduct-environment.ts";
import { palette, type CommandContext } from "./context.ts";

/** Options of `mayfly down`. */
export interface DownCommandOptions extends EnvironmentCommandOptions {
  readonly remove?: boolean;
}

/** `mayfly down`: takes the environment down; with `--remove`, the stack and its history go too. */
export async function downCommand(
  options: DownCommandOptions,
  context: CommandContext,
): Promise<number> {
  return await conductEnvironment(options, context, async (environment) => {
    const down = await downStack({ ...environment, remove: options.remove === true });
    const { stack = "dev" } = environment;
    if (options.json !== true) {
      context.stdout.write(environmentSummary("down", stack, down, palette(context, "stdout")));
    }
    return exitCodes.completed;
  });
}
