import { createInterface } from "node:readline/promises";
import { checkConfig } from "../environment/config-keys.ts";
import { defaultStack } from "../environment/environment-options.ts";
import { initStack } from "../environment/init-stack.ts";
import { flagsOf } from "../environment/operate.ts";
import { readSecrets } from "../environment/read-secrets.ts";
import { exitCodes } from "../exit-codes.ts";
import { quietly, type ProgramCommandOptions } from "./conduct-environment.ts";
import type { CommandContext } from "./context.ts";
import { completeSettings, type Ask, type InitSettings } from "./init-settings.ts";

/** `mayfly init`: makes a stack and its settings, by asking or from options, and says what comes next. Costs nothing. */
export async function initCommand(
  options: ProgramCommandOptions,
  context: CommandContext,
): Promise<number> {
  const given = { config: options.config ?? {}, secret: options.secret ?? {} };
  const { config, secret } = await askedFor(given, context);
  // Before secrets are asked for: what cannot be saved need not be typed.
  checkConfig(config, {});
  const secrets = await readSecrets(secret, context);
  checkConfig(config, secrets);
  const { stack = defaultStack, cwd, json } = options;
  return await quietly(options, context, async (environment) => {
    await initStack({ ...environment, config, secrets });
    const next = `mayfly up ${flagsOf(stack, cwd)}`;
    const saved = [...Object.keys(config), ...Object.keys(secrets)];
    context.stdout.write(
      json === true
        ? `${JSON.stringify({ stack, saved, next })}\n`
        : `Saved ${saved.join(", ")} of stack ${stack}. Next: mayfly doctor, then ${next}\n`,
    );
    return exitCodes.completed;
  });
}

async function askedFor(given: InitSettings, context: CommandContext): Promise<InitSettings> {
  const { environment, stderr } = context;
  if (!process.stdin.isTTY) return await completeSettings(given, environment, null);
  const lines = createInterface({ input: process.stdin, output: stderr });
  try {
    const ask: Ask = async (question) => await lines.question(question);
    return await completeSettings(given, environment, ask);
  } finally {
    lines.close();
  }
}
