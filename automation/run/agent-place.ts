import { resolve } from "node:path";
import type { ContainerDefinition } from "../../infra/container-definitions.ts";
import { builtProgram } from "../package-root.ts";
import { agentTarget } from "../targets/agent/agent-target.ts";
import type { DockerTask } from "../targets/docker/task-of-options.ts";
import { freePort } from "../targets/local/port.ts";
import { localContainerDefinitions } from "../targets/local/task-containers.ts";
import type { TaskTarget } from "../targets/target.ts";
import type { MakePlace, Place } from "./place.ts";
import type { RunFolder } from "./run-folder.ts";
import type { RunOptions } from "./run-options.ts";

/** A task on this machine that is to be started. */
export async function localPlace(
  folder: RunFolder,
  base: string,
  options: RunOptions,
  environment: Readonly<Record<string, string>>,
): Promise<MakePlace> {
  const port = options.port ?? (await freePort());
  const target = agentTarget({
    name: "local",
    taskFolder: folder.task,
    runtime: {
      kind: "local",
      port,
      seleniumCommand: options.seleniumCommand ?? null,
      browserBinary: options.browserBinary ?? null,
    },
    finishCommand: finishCommand(base, folder.runId),
  });
  const containers = localContainerDefinitions({ ...options, port }, environment);
  return () => ({ target, start: startOf(target, folder, containers) });
}

/** A task on a Docker engine that is to be started. */
export function dockerPlace(folder: RunFolder, base: string, task: DockerTask): MakePlace {
  const target = agentTarget({
    name: "docker",
    taskFolder: folder.task,
    runtime: task.runtime,
    finishCommand: finishCommand(base, folder.runId),
  });
  return () => ({ target, start: startOf(target, folder, task.containers) });
}

/** A task that was started before under an agent. */
export function startedAgentPlace(folder: RunFolder, name: "local" | "docker"): MakePlace {
  const options = { name, taskFolder: folder.task, runtime: null, finishCommand: [] };
  return () => ({ target: agentTarget(options), start: () => Promise.resolve() });
}

function startOf(
  target: TaskTarget,
  { runId }: RunFolder,
  containers: readonly ContainerDefinition[],
): Place["start"] {
  return async (signal) => {
    await target.runTask({ runId, taskId: runId, containers }, signal);
  };
}

/** What the agent runs once when the process that conducts the run is gone. */
function finishCommand(base: string, runId: string): readonly string[] {
  const cli = builtProgram("cli.js");
  return [process.execPath, cli, "attach", runId, "--json", "--out", resolve(base)];
}
