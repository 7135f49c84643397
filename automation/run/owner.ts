import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { writeJsonAtomic } from "../atomic-file.ts";
import { identityOf, isAlive, type ProcessIdentity } from "../processes.ts";
import type { RunFolder } from "./run-folder.ts";

/**
 * Makes this process the one that conducts the run, and the only one: false when another process is, or is just becoming
 * it. Two conductors would write everything twice.
 */
export function takeOwnership(folder: RunFolder): boolean {
  const lock = `${folder.owner}.lock`;
  if (!lockFile(lock)) return false;
  try {
    if (hasOwner(folder)) return false;
    writeJsonAtomic(folder.owner, identityOf(process.pid));
    return true;
  } catch {
    // A full or read-only disk: the run stays as it is.
    return false;
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Lets another process, or a later part of this one, conduct the run. */
export function releaseOwnership(folder: RunFolder): void {
  rmSync(folder.owner, { force: true });
}

/** True while the process that conducts the run is alive. */
export function hasOwner(folder: RunFolder): boolean {
  return isAliveIn(folder.owner);
}

/** Creates a file that exists once; one that a dead process left is taken over. */
function lockFile(path: string): boolean {
  for (const attempt of [1, 2]) {
    try {
      // Linked when it is whole: a lock without its owner's name would count as left by a dead one.
      const mine = `${path}.${String(process.pid)}`;
      try {
        writeFileSync(mine, JSON.stringify(identityOf(process.pid)));
        linkSync(mine, path);
      } finally {
        rmSync(mine, { force: true });
      }
      return true;
    } catch {
      if (attempt === 2 || isAliveIn(path)) return false;
      rmSync(path, { force: true });
    }
  }
  return false;
}

function isAliveIn(path: string): boolean {
  try {
    return isAlive(JSON.parse(readFileSync(path, "utf8")) as ProcessIdentity);
  } catch {
    return false;
  }
}
