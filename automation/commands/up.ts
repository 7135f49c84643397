import { parseStackOutputs, StackOutputsError } from "../../infra/outputs.ts";
import { upStack } from "../environment/operations.ts";
import { readSecrets } from "../environment/read-secrets.ts";
import { exitCodes } from "../exit-codes.ts";
import { environmentSummary, outputsTable } from "../views/environment-summary.ts";
import { conductEnvironment, type ProgramCommandOptions } from "./conduct-environment.ts";
import { palette, type CommandContext } from "./context.ts";

/** `mayfly up`: brings the environment up, or up to date, and prints its outputs. */
export async function upCommand(
  options: ProgramCommandOptions,
  context: CommandContext,
): Promise<number> {
  const { config = {}, secret = {} } = options;
  const secrets = await readSecrets(secret, context);
  return await conductEnvironment(options, context, async (environment) => {
    const broughtUp = await upStack({ ...environment, config, secrets });
    const { stack = "dev" } = environment;
    if (options.json !== true) {
      const colours = palette(context, "stdout");
      context.stdout.write(environmentSummary("up", stack, broughtUp, colours));
      context.stdout.write(outputsTable(broughtUp.rawOutputs, colours));
    }
    warnOfOutputs(broughtUp.rawOutputs, context);
    return exitCodes.completed;
  });
}

/** The environment is up, even if it is not one that a run can use. */
function warnOfOutputs(raw: Readonly<Record<string, unknown>>, context: CommandContext): void {
  try {
    parseStackOutputs(raw);
  } catch (error) {
    if (!(error instanceof StackOutputsError)) throw error;
    context.stderr.write(`mayfly: No run can use this stack: ${error.message}\n`);
  }
}
