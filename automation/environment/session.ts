import type { LocalWorkspace, PulumiCommand, Stack } from "@pulumi/pulumi/automation/index.js";
import { prepareBackend, type Backend } from "./backend.ts";
import { checkConfig, projectName } from "./config-keys.ts";
import { EngineProcess, PulumiFailure, type CommandOutput } from "./engine-process.ts";
import { textFailure } from "./engine-text.ts";
import {
  checkedStack,
  checkedWorkDir,
  type EnvironmentOptions,
  type ProgramOptions,
} from "./environment-options.ts";
import { findPulumi, loadAutomation } from "./pulumi-cli.ts";

/** A Pulumi project at hand: CLI, backend and passphrase are there; the stack may not be. */
export interface Session {
  readonly stack: string;
  readonly project: string;
  readonly workspace: LocalWorkspace;
  readonly engine: EngineProcess;
  readonly backend: Backend;
  readonly log: (line: string) => void;
}

/** Opens a session. `mayMake` is for operations that make the stack where it is not there; `onEngine` receives the engine's process as soon as there is one to be interrupted. */
export async function openSession(
  options: EnvironmentOptions,
  mayMake: boolean,
  onEngine: (engine: EngineProcess) => void,
): Promise<Session> {
  const stack = checkedStack(options.stack);
  const workDir = checkedWorkDir(options.workDir);
  const environment = { ...process.env, ...options.env };
  const log = options.log ?? (() => undefined);
  const [{ LocalWorkspace }, cli] = [await loadAutomation(), await findPulumi(environment, log)];
  const engine = new EngineProcess(cli.command, environment);
  onEngine(engine);
  const workspace = await LocalWorkspace.create({
    workDir,
    pulumiCommand: commandOf(cli, engine),
    envVars: { ...options.env },
  });
  const backend = await prepareBackend(workspace, stack, environment, mayMake);
  Object.assign(workspace.envVars, backend.additions);
  const { name: project } = await workspace.projectSettings();
  return { stack, project, workspace, engine, backend, log };
}

/** The stack, which must be there. */
export async function existingStack({ stack, workspace }: Session): Promise<Stack> {
  const { Stack } = await loadAutomation();
  return await Stack.select(stack, workspace);
}

/** The stack with the configuration of the options; it is made when it is not there. */
export async function configuredStack(
  session: Session,
  { config, secrets }: ProgramOptions,
): Promise<Stack> {
  if (session.project === projectName) checkConfig(config, secrets);
  const made = await stackToMake(session);
  await setConfig(session, config, secrets);
  return made;
}

/** The stack, which is made when it is not there. */
async function stackToMake(session: Session): Promise<Stack> {
  const { stack, workspace, log } = session;
  try {
    return await existingStack(session);
  } catch (error) {
    if (!(error instanceof PulumiFailure) || textFailure(error.text) !== "stackNotFound") {
      throw error;
    }
    const { Stack } = await loadAutomation();
    const made = await Stack.create(stack, workspace);
    log(`Made the stack ${stack}.`);
    return made;
  }
}

/** Sets configuration on the stack; keys may have a path. Secrets go by stdin: a command line can be read by everyone on the machine. */
async function setConfig(
  { stack, workspace, engine }: Session,
  config: Readonly<Record<string, string>> = {},
  secrets: Readonly<Record<string, string>> = {},
): Promise<void> {
  const plain = Object.entries(config).map(([key, value]) => [key, { value }] as const);
  if (plain.length > 0) await workspace.setAllConfig(stack, Object.fromEntries(plain), true);
  for (const [key, value] of Object.entries(secrets)) {
    const args = ["config", "set", "--secret", "--path", key, "--stack", stack];
    await engine.run(args, workspace.workDir, workspace.envVars, value);
  }
}

/**
 * The CLI as the Automation API calls it: by `run`, which its types leave out. `run` has further parameters, for output as
 * it comes, which nobody here wants, and for an AbortSignal: {@link EngineProcess.interrupt} stands for it.
 */
function commandOf(cli: PulumiCommand, engine: EngineProcess): PulumiCommand {
  const run = async (
    args: readonly string[],
    cwd: string,
    env: Readonly<Record<string, string>>,
  ): Promise<CommandOutput> => await engine.run(args, cwd, env);
  return Object.assign(cli, { run });
}
