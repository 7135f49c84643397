import type { OutputMap } from "@pulumi/pulumi/automation/index.js";
import { parseStackOutputs, StackOutputsError, type StackOutputs } from "../../infra/outputs.ts";
import { EnvironmentError } from "./environment-error.ts";

/** Outputs as they may be shown: secret ones as `[secret]`, unless asked for. */
export function shownOutputs(
  outputs: OutputMap,
  showSecrets = false,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { value, secret }]): [string, unknown] => [
      name,
      secret && !showSecrets ? "[secret]" : value,
    ]),
  );
}

/** The outputs of a Mayfly stack; `after` is a sentence for the end of the error. @throws {@link EnvironmentError} `notUp`, with which output is wrong and how. */
export function checkedOutputs(
  stack: string,
  raw: Readonly<Record<string, unknown>>,
  after = "",
): StackOutputs {
  try {
    return parseStackOutputs(raw);
  } catch (error) {
    if (!(error instanceof StackOutputsError)) throw error;
    throw new EnvironmentError("notUp", `Stack ${stack}: ${error.message}${after}`, {
      cause: error,
    });
  }
}
