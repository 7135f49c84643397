import type { Stack } from "@pulumi/pulumi/automation/index.js";
import type { StackOutputs } from "../../infra/outputs.ts";
import { EnvironmentError } from "./environment-error.ts";
import type { EnvironmentOptions } from "./environment-options.ts";
import { watched } from "./operate.ts";
import { existingStack } from "./session.ts";
import { checkedOutputs, shownOutputs } from "./stack-outputs.ts";

/** Settings of a stack: each key with its namespace; secrets too, in the clear. */
export interface StackConfig {
  readonly config: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
}

/** What a stack is to be, and what it is. */
export interface StackSettings extends StackConfig {
  /** Null for a stack that is not up. */
  readonly outputs: StackOutputs | null;
}

/** Reads the settings of a stack and, where it is up, its outputs. @throws EnvironmentError */
export async function readStackSettings(options: EnvironmentOptions): Promise<StackSettings> {
  return await watched("outputs", options, async (session) => {
    const stack = await existingStack(session);
    const raw = shownOutputs(await stack.outputs());
    const outputs = Object.keys(raw).length === 0 ? null : checkedOutputs(session.stack, raw);
    return { ...(await configOf(stack)), outputs };
  });
}

/** Reads the settings alone; null where there is no such stack. @throws EnvironmentError */
export async function readStackConfig(options: EnvironmentOptions): Promise<StackConfig | null> {
  try {
    return await watched("outputs", options, async (session) =>
      configOf(await existingStack(session)),
    );
  } catch (error) {
    if (error instanceof EnvironmentError && error.code === "stackNotFound") return null;
    throw error;
  }
}

async function configOf(stack: Stack): Promise<StackConfig> {
  const all = Object.entries(await stack.getAllConfig());
  return {
    config: Object.fromEntries(all.map(([key, { value }]) => [key, value])),
    secretKeys: all.filter(([, { secret }]) => secret === true).map(([key]) => key),
  };
}
