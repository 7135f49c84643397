import { findOrAdoptRuns } from "../run/find-or-adopt.ts";
import type { FoundRuns } from "../run/find-runs.ts";
import { baseOf, type CommandContext, type CommonOptions } from "./context.ts";

/** Options of the commands on runs that look for a run at ECS too. */
export interface LookupOptions extends CommonOptions {
  readonly stack?: string;
  /** Folder of the Pulumi program. */
  readonly cwd?: string;
}

/** The run, or the group, that the user means: here, or with `--stack` among the tasks of that stack. */
export async function findOrAdopt(
  wanted: string,
  options: LookupOptions,
  { stderr }: CommandContext,
): Promise<FoundRuns> {
  const { stack, cwd } = options;
  return await findOrAdoptRuns(baseOf(options), wanted, {
    ...(stack === undefined ? {} : { stack }),
    ...(cwd === undefined ? {} : { workDir: cwd }),
    log: (line) => stderr.write(`${line}\n`),
  });
}
