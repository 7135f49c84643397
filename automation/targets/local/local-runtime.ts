import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { markName, taskIdName } from "../agent/agent-files.ts";
import { killMarked, removeFolder } from "../agent/clean-up.ts";
import type { TaskRuntime } from "../agent/runtime.ts";
import { LocalContainer, type Program } from "./container.ts";
import type { LocalRuntimeSpec } from "./local-task.ts";
import { isPortFree } from "./port.ts";
import { findPrograms } from "./programs.ts";

/**
 * Containers as process groups of this machine, with a temporary folder of their own. `mark` is the `NAME=value` by which
 * all their processes are found.
 */
export function localRuntime(
  spec: LocalRuntimeSpec,
  taskId: string,
  mark: string,
  inherited: NodeJS.ProcessEnv,
): TaskRuntime {
  const own = { [taskIdName]: taskId, [markName]: mark.slice(markName.length + 1) };
  const environment: NodeJS.ProcessEnv = { ...inherited, ...own };
  let programs: Readonly<Record<string, Program>> = {};
  let temporaryFolder: string | null = null;
  return {
    provision: async (tell) => {
      if (!(await isPortFree(spec.port))) {
        throw new Error(
          `Port ${String(spec.port)} is in use; leave out --port to use a free one, or end what listens there.`,
        );
      }
      temporaryFolder = mkdtempSync(join(tmpdir(), "mayfly-"));
      tell({ temporaryFolder });
      return { privateAddress: "127.0.0.1" };
    },
    pull: async (signal) => {
      programs = await findPrograms(spec, environment, signal);
      return {};
    },
    start: async (definition, stream, tell) => {
      const { name, stopTimeout } = definition;
      const program = programs[name];
      if (program === undefined) throw new Error(`no program for ${name}`);
      const surroundings = { ...environment, TMPDIR: temporaryFolder ?? tmpdir() };
      const container = await LocalContainer.start(definition, program, surroundings, stream);
      tell({ groups: [{ group: container.group, stopTimeout }] });
      return container;
    },
    cleanUp: async () => {
      killMarked(mark);
      if (temporaryFolder !== null) await removeFolder(temporaryFolder).catch(() => undefined);
    },
  };
}
