import { checkConfig } from "../environment/config-keys.ts";
import { readSecrets } from "../environment/read-secrets.ts";
import { exitCodes } from "../exit-codes.ts";
import { init } from "../init/init.ts";
import { initText } from "../views/init.ts";
import { askInTerminal } from "./ask-in-terminal.ts";
import { quietly, type ProgramCommandOptions } from "./conduct-environment.ts";
import { palette, type CommandContext } from "./context.ts";

/** Options of `mayfly init`. */
export interface InitCommandOptions extends ProgramCommandOptions {
  readonly yes?: boolean;
}

/** `mayfly init`: makes a stack and its settings, by asking or from options, and says what comes next. Costs nothing. */
export async function initCommand(
  options: InitCommandOptions,
  context: CommandContext,
): Promise<number> {
  const { config = {}, secret = {}, yes, json } = options;
  const { stdout, stderr } = context;
  const mayAsk = process.stdin.isTTY && yes !== true;
  // Before secrets are asked for: what cannot be saved need not be typed.
  checkConfig(config, {});
  const secrets = await readSecrets(secret, context);
  return await quietly(options, context, async (environment) => {
    const made = await init({
      ...environment,
      config,
      secrets,
      ...(mayAsk ? { ask: askInTerminal(process.stdin, stderr) } : {}),
      readSecret: async (key) => (await readSecrets({ [key]: null }, context))[key] ?? "",
    });
    stdout.write(
      json === true ? `${JSON.stringify(made)}\n` : initText(made, palette(context, "stdout")),
    );
    return exitCodes.completed;
  });
}
