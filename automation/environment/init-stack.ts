import { watched } from "./operate.ts";
import type { ProgramOptions } from "./environment-options.ts";
import { configuredStack } from "./session.ts";

/** Makes the stack where it is not there, and saves its configuration; nothing is brought up. */
export async function initStack(options: ProgramOptions): Promise<void> {
  await watched("init", options, async (session) => {
    await configuredStack(session, options);
  });
}
