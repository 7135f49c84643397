import type { StackOutputs } from "../../infra/outputs.ts";
import { checkedStack, type ProgramOptions } from "./environment-options.ts";
import type { Operated } from "./operate.ts";
import {
  cancelUpdate,
  downStack,
  previewStack,
  readOutputs,
  upStack,
  type Cancelled,
  type CancelOptions,
  type DownOptions,
  type OutputsOptions,
} from "./operations.ts";
import { checkedOutputs } from "./stack-outputs.ts";
import { UpEnvironment } from "./up-environment.ts";

/** Options of `environment.up`. */
export interface UpOptions extends ProgramOptions {
  /** Leaves the environment up at the end of an `await using` block. Default: false. */
  readonly keep?: boolean;
}

async function preview(options: ProgramOptions = {}): Promise<Operated> {
  return await previewStack(options);
}

async function up({ keep = false, ...options }: UpOptions = {}): Promise<UpEnvironment> {
  const { rawOutputs, ...operated } = await upStack(options);
  const stack = checkedStack(options.stack);
  const after = ` The stack is up all the same; \`mayfly down --stack ${stack}\` takes it down.`;
  const outputs = checkedOutputs(stack, rawOutputs, after);
  return new UpEnvironment(stack, outputs, operated, options, keep);
}

async function outputs(options: OutputsOptions = {}): Promise<StackOutputs> {
  return (await readOutputs(options)).outputs;
}

async function down(options: DownOptions = {}): Promise<Operated> {
  return await downStack(options);
}

async function cancel(options: CancelOptions = {}): Promise<Cancelled> {
  return await cancelUpdate(options);
}

/**
 * Environments: stacks of the Pulumi program, the same as `pulumi` on the command line has.
 *
 * ```ts
 * await using env = await environment.up({ stack: "dev" });
 * console.log(env.outputs.clusterArn);
 * // … and here it is taken down, unless it was brought up with keep: true.
 * ```
 *
 * All of them reject with an `EnvironmentError`, or with a `MayflyError` `usage` for an option that cannot be used.
 */
export const environment = {
  /** Tells what `up` would do. */
  preview,
  /** Brings an environment up, or up to date. Resources made before a failure stay, and the stack knows them. */
  up,
  /** Outputs of an environment that is up. */
  outputs,
  /** Takes an environment down. */
  down,
  /** Releases the lock of a stack whose update is dead. */
  cancel,
} as const;
