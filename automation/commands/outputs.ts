import { readOutputs } from "../environment/operations.ts";
import { exitCodes } from "../exit-codes.ts";
import { outputsTable } from "../views/environment-summary.ts";
import { quietly, type EnvironmentCommandOptions } from "./conduct-environment.ts";
import { palette, type CommandContext } from "./context.ts";

/** Options of `mayfly outputs`. */
export interface OutputsCommandOptions extends EnvironmentCommandOptions {
  readonly showSecrets?: boolean;
}

/** `mayfly outputs`: the outputs of an environment that is up; with `--json` one JSON object of the contract. */
export async function outputsCommand(
  options: OutputsCommandOptions,
  context: CommandContext,
): Promise<number> {
  return await quietly(options, context, async (environment) => {
    const showSecrets = options.showSecrets === true;
    const { outputs, rawOutputs } = await readOutputs({ ...environment, showSecrets });
    context.stdout.write(
      options.json === true
        ? `${JSON.stringify(outputs)}\n`
        : outputsTable(rawOutputs, palette(context, "stdout")),
    );
    return exitCodes.completed;
  });
}
