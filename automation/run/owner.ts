import { readFileSync } from "node:fs";
import { writeJsonAtomic } from "../atomic-file.ts";
import { identityOf, isAlive, type ProcessIdentity } from "../processes.ts";
import type { RunFolder } from "./run-folder.ts";

/** Marks this process as the one that conducts the run. */
export function takeOwnership(folder: RunFolder): void {
  writeJsonAtomic(folder.owner, identityOf(process.pid));
}

/** True while the process that conducts the run is alive. */
export function hasOwner(folder: RunFolder): boolean {
  try {
    return isAlive(JSON.parse(readFileSync(folder.owner, "utf8")) as ProcessIdentity);
  } catch {
    return false;
  }
}
