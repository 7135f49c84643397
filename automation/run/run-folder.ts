import { existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileError, MayflyError, systemCode } from "../errors.ts";
import { runIdPattern } from "./run-id.ts";

/** Base folder of everything Mayfly keeps, unless `--out DIR` names another. */
export const defaultBase = ".mayfly";

/** Where the parts of one run are. */
export interface RunFolder {
  readonly runId: string;
  readonly path: string;
  /** The run record, rewritten atomically as the run goes. */
  readonly record: string;
  /** One page record per line. */
  readonly pages: string;
  /** URL and reason of what was not visited, one per line; by URL once the run has ended. */
  readonly skips: string;
  /** Every event of the run, one per line: what `--json` prints. */
  readonly events: string;
  /** Which process conducts the run. */
  readonly owner: string;
  /** Is there when another process wants the run to be stopped. */
  readonly stopRequest: string;
  readonly log: (container: string) => string;
  /** Where the local target keeps its task while it lives. */
  readonly task: string;
}

/** The folder of a run below `base`; creates nothing. */
export function runFolder(base: string, runId: string): RunFolder {
  const path = resolve(base, "runs", runId);
  return {
    runId,
    path,
    record: join(path, "record.json"),
    pages: join(path, "pages.jsonl"),
    skips: join(path, "skips.jsonl"),
    events: join(path, "events.jsonl"),
    owner: join(path, "owner.json"),
    stopRequest: join(path, "stop-requested"),
    log: (container) => join(path, "logs", `${container}.log`),
    task: join(path, "task"),
  };
}

/** The folder of a run that is to begin. Throws {@link MayflyError} for an id that cannot be used or is taken. */
export function newRunFolder(base: string, runId: string): RunFolder {
  if (!runIdPattern.test(runId) || runId === "last") {
    throw new MayflyError(
      "usage",
      `Expected up to 36 letters, digits, dots, dashes or underscores, and not "last", for the run id, but got "${runId}".`,
    );
  }
  const folder = runFolder(base, runId);
  if (existsSync(folder.path)) {
    throw new MayflyError(
      "usage",
      `The run id "${runId}" is taken: ${folder.path} exists; "mayfly attach ${runId}" goes on with that run.`,
    );
  }
  return folder;
}

/** Creates the folder of a new run. Throws {@link MayflyError} when it exists or cannot be written. */
export function createRunFolder(base: string, runId: string): RunFolder {
  const folder = newRunFolder(base, runId);
  try {
    makeFolder(join(folder.path, "logs"));
    makeFolder(folder.task);
  } catch (error) {
    throw fileError(`create the run folder ${folder.path}`, error);
  }
  return folder;
}

/** Level by level: the recursive mode of Node.js 20 never returns below /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another run may have made it in between.
    if (systemCode(error) !== "EEXIST") throw error;
  }
}

/** Ids of all runs below `base`, oldest first. */
export function listRunIds(base: string): readonly string[] {
  const runs = resolve(base, "runs");
  if (!existsSync(runs)) return [];
  try {
    return readdirSync(runs)
      .flatMap((runId) => {
        const found = statSync(join(runs, runId), { throwIfNoEntry: false });
        return found?.isDirectory() === true ? [{ runId, createdMs: found.birthtimeMs }] : [];
      })
      .sort((a, b) => a.createdMs - b.createdMs || a.runId.localeCompare(b.runId))
      .map(({ runId }) => runId);
  } catch (error) {
    throw fileError(`list the runs in ${runs}`, error);
  }
}

/**
 * The folder of the run that the user means: its id, the beginning of its id, or `last`.
 * Throws {@link MayflyError} when there is none, or more than one.
 */
export function findRun(base: string, wanted: string): RunFolder {
  const ids = listRunIds(base);
  if (wanted === "last") {
    const last = ids.at(-1);
    if (last !== undefined) return runFolder(base, last);
    throw new MayflyError(
      "runNotFound",
      `There is no run in ${resolve(base)} yet; start one with "mayfly run URL", or name another folder with --out DIR.`,
    );
  }
  const matches = ids.includes(wanted) ? [wanted] : ids.filter((id) => id.startsWith(wanted));
  const [match] = matches;
  if (match !== undefined && matches.length === 1) return runFolder(base, match);
  throw new MayflyError(
    "runNotFound",
    matches.length === 0
      ? `There is no run "${wanted}" in ${resolve(base)}; "mayfly runs" lists the runs there are.`
      : `"${wanted}" fits ${String(matches.length)} runs (${matches.join(", ")}); give more of the id.`,
  );
}
