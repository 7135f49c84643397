/** What can be done to an environment, as the commands and the library do it. */
import type { OutputMap } from "@pulumi/pulumi/automation/index.js";
import type { StackOutputs } from "../../infra/outputs.ts";
import { MayflyError } from "../errors.ts";
import { projectName } from "./config-keys.ts";
import { EnvironmentError, type LockHolder } from "./environment-error.ts";
import type { EnvironmentOptions, ProgramOptions } from "./environment-options.ts";
import { livesHere, readLocks } from "./locks.ts";
import { flagsOf, operate, watched, type Operated } from "./operate.ts";
import { configuredStack, existingStack, type Session } from "./session.ts";
import { checkedOutputs, shownOutputs } from "./stack-outputs.ts";
import { stopTasksOf } from "./stop-tasks.ts";

/** Options of `down`. */
export interface DownOptions extends EnvironmentOptions {
  /** Removes the stack with its history too, which can then be made anew. Its settings file stays. Default: false. */
  readonly remove?: boolean;
  /** With `remove`, removes the settings file of the stack, too. Default: false. */
  readonly settings?: boolean;
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

/** Options of `cancel`. */
export interface CancelOptions extends EnvironmentOptions {
  /** Releases the lock of an update that runs on this machine, too. Default: false. */
  readonly force?: boolean;
}

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
    const stack = await configuredStack(session, options);
    await stack.preview({ ...quiet, onEvent });
    return null;
  });
}

/** Brings the environment up, or up to date. */
export async function upStack(options: ProgramOptions): Promise<BroughtUp> {
  let rawOutputs: Readonly<Record<string, unknown>> = {};
  const operated = await operate("up", options, async (session, onEvent) => {
    const stack = await configuredStack(session, options);
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

/** Takes the environment down: its tasks are stopped, then everything that the stack knows is removed. */
export async function downStack(options: DownOptions): Promise<Operated> {
  return await operate("down", options, async (session, onEvent) => {
    const stack = await existingStack(session);
    if (session.project !== projectName) checkOwn(session, await stack.outputs());
    await stopTasksOf(shownOutputs(await stack.outputs()), session.log, endOf(options));
    await stack.destroy({ ...quiet, onEvent, showSecrets: false });
    if (options.remove === true) {
      await session.workspace.removeStack(session.stack, {
        preserveConfig: options.settings !== true,
      });
      session.log(`Removed the stack ${session.stack}.`);
    }
    return null;
  });
}

/** Releases the lock of a stack whose update is dead. An update that lives is not ended by this in a file backend. */
export async function cancelUpdate(options: CancelOptions): Promise<Cancelled> {
  return await watched("cancel", options, async (session) => {
    const stack = await existingStack(session);
    const { backend, workspace, project } = session;
    const locks = readLocks(backend.url, workspace.workDir, project, session.stack);
    const living = options.force === true ? undefined : locks?.find(livesHere);
    if (living !== undefined) throw stillRuns(session.stack, living, options.workDir);
    if (locks?.length !== 0) await stack.cancel();
    return { released: locks };
  });
}

/** Aborted when the operation shall end, in whichever way. */
function endOf({ signal, leaveSignal }: EnvironmentOptions): AbortSignal {
  return AbortSignal.any([signal, leaveSignal].filter((one) => one !== undefined));
}

/** Refuses to take down what is no environment of Mayfly, since `--cwd` may be any Pulumi project. */
function checkOwn({ project, stack }: Session, outputs: OutputMap): void {
  if ("contractVersion" in outputs) return;
  throw new MayflyError(
    "usage",
    `Expected a stack of Mayfly to take down, but got stack ${stack} of the project ${project}, which has no output contractVersion; if you mean it, use \`pulumi destroy\`. Nothing was removed.`,
  );
}

function stillRuns(
  stack: string,
  holder: LockHolder,
  workDir: string | undefined,
): EnvironmentError {
  const { who, pid } = holder;
  return new EnvironmentError(
    "stackLocked",
    `Expected a dead update of stack ${stack}, but the one of ${who ?? "somebody"} (pid ${pid ?? "unknown"}) runs on this machine; wait for its end or interrupt it, or release its lock all the same with \`mayfly cancel ${flagsOf(stack, workDir)} --force\`.`,
    { lock: holder },
  );
}
