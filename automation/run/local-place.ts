import { resolve } from "node:path";
import { builtProgram } from "../package-root.ts";
import { freePort } from "../targets/local/port.ts";
import { localTarget } from "../targets/local/target.ts";
import { localContainerDefinitions } from "../targets/local/task-containers.ts";
import type { MakePlace } from "./place.ts";
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
  const target = localTarget({
    taskFolder: folder.task,
    port,
    seleniumCommand: options.seleniumCommand ?? null,
    browserBinary: options.browserBinary ?? null,
    finishCommand: finishCommand(base, folder.runId),
  });
  const containers = localContainerDefinitions({ ...options, port }, environment);
  return () => ({
    target,
    start: async (signal) => {
      await target.runTask({ runId: folder.runId, taskId: folder.runId, containers }, signal);
    },
  });
}

/** A task on this machine that was started before. */
export function startedLocalPlace(folder: RunFolder): MakePlace {
  const target = localTarget({
    taskFolder: folder.task,
    port: 0,
    seleniumCommand: null,
    browserBinary: null,
    finishCommand: [],
  });
  return () => ({ target, start: () => Promise.resolve() });
}

/** What the agent runs once when the process that conducts the run is gone. */
function finishCommand(base: string, runId: string): readonly string[] {
  const cli = builtProgram("cli.js");
  return [process.execPath, cli, "attach", runId, "--json", "--out", resolve(base)];
}
