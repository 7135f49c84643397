import type { StackOutputs } from "../../infra/outputs.ts";
import type { EnvironmentOptions } from "./environment-options.ts";
import { watched } from "./operate.ts";
import { existingStack } from "./session.ts";
import { checkedOutputs, shownOutputs } from "./stack-outputs.ts";

/** What a stack is to be, and what it is. */
export interface StackSettings {
  /** Each key with its namespace; secrets too, in the clear. */
  readonly config: Readonly<Record<string, string>>;
  /** Null for a stack that is not up. */
  readonly outputs: StackOutputs | null;
}

/** Reads the settings of a stack and, where it is up, its outputs. @throws EnvironmentError */
export async function readStackSettings(options: EnvironmentOptions): Promise<StackSettings> {
  return await watched("outputs", options, async (session) => {
    const stack = await existingStack(session);
    const config = Object.entries(await stack.getAllConfig());
    const raw = shownOutputs(await stack.outputs());
    return {
      config: Object.fromEntries(config.map(([key, { value }]) => [key, value])),
      outputs: Object.keys(raw).length === 0 ? null : checkedOutputs(session.stack, raw),
    };
  });
}
