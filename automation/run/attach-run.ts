import { findOrAdoptRuns } from "./find-or-adopt.ts";
import type { Run } from "./run.ts";
import { defaultBase } from "./run-folder.ts";
import type { RunOptions } from "./run-options.ts";
import { resumeRun } from "./start-run.ts";

/** Which run to go on with. */
export interface AttachOptions extends Pick<
  RunOptions,
  "out" | "stack" | "workDir" | "outputs" | "signal" | "log"
> {
  /** Id of one run. */
  readonly runId: string;
}

/**
 * Goes on with a run whose conductor is gone. One that has no record below `out` is looked for among the tasks of `stack` or
 * `outputs`, where they are given. Null when the run has ended, or another process conducts it. Throws `MayflyError`
 * (runNotFound) when there is no such run.
 */
export async function attach(options: AttachOptions): Promise<Run | null> {
  const { runId, out: base = defaultBase, signal } = options;
  const { folders } = await findOrAdoptRuns(base, runId, options);
  return resumeRun(folders[0], undefined, signal);
}
