import { MayflyError } from "../errors.ts";
import { adoptRuns } from "./adopt-runs.ts";
import { stackOf } from "./fargate-place.ts";
import { findRuns, type FoundRuns } from "./find-runs.ts";
import { listRunIds } from "./run-folder.ts";
import type { RunOptions } from "./run-options.ts";

/**
 * The run, or the group, that the user means: below `base`, or, where there is none and a stack is given, among that stack's
 * tasks. Throws `MayflyError` (runNotFound) when there is none, or more than one.
 */
export async function findOrAdoptRuns(
  base: string,
  wanted: string,
  options: Pick<RunOptions, "stack" | "outputs" | "workDir" | "signal" | "log">,
): Promise<FoundRuns> {
  try {
    return findRuns(base, wanted);
  } catch (error) {
    const isUnknown =
      error instanceof MayflyError &&
      error.code === "runNotFound" &&
      wanted !== "last" &&
      !listRunIds(base).some((runId) => runId.startsWith(wanted));
    const outputs = isUnknown ? await stackOf(options) : null;
    if (outputs === null) throw error;
    return await adoptRuns(base, wanted, outputs);
  }
}
