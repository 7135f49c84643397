import { MayflyError } from "../errors.ts";
import { adoptRuns } from "../run/adopt-runs.ts";
import { stackOf } from "../run/fargate-place.ts";
import { findRuns, type FoundRuns } from "../run/find-runs.ts";
import { listRunIds } from "../run/run-folder.ts";
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
  const base = baseOf(options);
  const { stack, cwd } = options;
  try {
    return findRuns(base, wanted);
  } catch (error) {
    const isUnknown =
      error instanceof MayflyError &&
      error.code === "runNotFound" &&
      !listRunIds(base).some((runId) => runId.startsWith(wanted));
    if (stack === undefined || wanted === "last" || !isUnknown) throw error;
    const outputs = await stackOf({
      stack,
      ...(cwd === undefined ? {} : { workDir: cwd }),
      log: (line) => stderr.write(`${line}\n`),
    });
    if (outputs === null) throw error;
    return await adoptRuns(base, wanted, outputs);
  }
}
