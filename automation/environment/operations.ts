/** What can be done to an environment, as the commands and the library do it. */
import type { StackOutputs } from "../../infra/outputs.ts";
import type { LockHolder } from "./environment-error.ts";
import type { EnvironmentOptions, ProgramOptions } from "./environment-options.ts";
import { readLocks } from "./locks.ts";
import { operate, watched, type Operated } from "./operate.ts";
import { existingStack, setConfig, stackToMake } from "./session.ts";
import { checkedOutputs, shownOutputs } from "./stack-outputs.ts";

/** Options of `down`. */
export interface DownOptions extends EnvironmentOptions {
  /** Removes the stack with its history too, which can then be made anew. Its settings file stays. Default: false. */
  readonly remove?: boolean;
}

/** Options of `outputs`. */
export interface OutputsOptions extends EnvironmentOptions {
  /** Shows secret outputs. A Mayfly stack has none. Default: false. */
  readonly showSecrets?: boolean;
}

/** What an `up` came to; the outputs are as the program has them, secret ones as `[secret]`. */
export interface BroughtUp extends Operated {
  readonly rawOutputs: Readonly<Record<string, unknown>>;
}

/** Outputs, checked, and as the program has them. */
export interface ReadOutputs {
  readonly outputs: StackOutputs;
  readonly rawOutputs: Readonly<Record<string, unknown>>;
}

/** Stops what runs in the environment before it is taken down. */
export type BeforeDown = (rawOutputs: Readonly<Record<string, unknown>>) => Promise<void>;

/** What the cancelling of an update came to. */
export interface Cancelled {
  /** Whose locks were released: none where the stack was not locked; null where the backend does not tell. */
  readonly released: readonly LockHolder[] | null;
}

/** The engine's text is for nobody but the error: no colours, no dots. */
const quiet = { color: "never", suppressProgress: true } as const;

/** Tells what an `up` would do. Makes nothing but the stack itself, where it is not there yet. */
export async function previewStack(options: ProgramOptions): Promise<Operated> {
  return await operate("preview", options, async (session, onEvent) => {
    const stack = await stackToMake(session);
    await setConfig(session, options.config, options.secrets);
    await stack.preview({ ...quiet, onEvent });
    return null;
  });
}

/** Brings the environment up, or up to date. */
export async function upStack(options: ProgramOptions): Promise<BroughtUp> {
  let rawOutputs: Readonly<Record<string, unknown>> = {};
  const operated = await operate("up", options, async (session, onEvent) => {
    const stack = await stackToMake(session);
    await setConfig(session, options.config, options.secrets);
    const { outputs } = await stack.up({ ...quiet, onEvent, showSecrets: false });
    return (rawOutputs = shownOutputs(outputs));
  });
  return { ...operated, rawOutputs };
}

/** Reads the outputs. */
export async function readOutputs(options: OutputsOptions): Promise<ReadOutputs> {
  return await watched("outputs", options, async (session) => {
    const stack = await existingStack(session);
    const rawOutputs = shownOutputs(await stack.outputs(), options.showSecrets);
    return { outputs: checkedOutputs(session.stack, rawOutputs), rawOutputs };
  });
}

/** Takes the environment down: everything that the stack knows is removed. */
export async function downStack(options: DownOptions, beforeDown?: BeforeDown): Promise<Operated> {
  return await operate("down", options, async (session, onEvent) => {
    const stack = await existingStack(session);
    if (beforeDown !== undefined) await beforeDown(shownOutputs(await stack.outputs()));
    await stack.destroy({ ...quiet, onEvent, showSecrets: false });
    if (options.remove === true) {
      await session.workspace.removeStack(session.stack, { preserveConfig: true });
      session.log(`Removed the stack ${session.stack}.`);
    }
    return null;
  });
}

/** Releases the lock of a stack whose update is dead. An update that lives is not ended by this in a file backend. */
export async function cancelUpdate(options: EnvironmentOptions): Promise<Cancelled> {
  return await watched("cancel", options, async (session) => {
    const stack = await existingStack(session);
    const { backend, workspace, project } = session;
    const locks = readLocks(backend.url, workspace.workDir, project, session.stack);
    if (locks?.length !== 0) await stack.cancel();
    return { released: locks };
  });
}
