import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";

/**
 * Fills a folder of the cache, once. The folder appears when it is complete, so its presence is the proof.
 *
 * @param {string} target
 * @param {string} name What to call it in messages.
 * @param {(line: string) => void} log
 * @param {(folder: string) => Promise<void>} fill Fills another, empty folder, which then takes the place of the target.
 */
export async function fillOnce(target, name, log, fill) {
  if (existsSync(target)) return log(`${name} is already there`);
  log(`installing ${name}`);
  const temporary = `${target}.${process.pid}.tmp`;
  mkdirSync(temporary, { recursive: true });
  try {
    await fill(temporary);
    // Another start of this script may have been faster: then its result stays.
    if (!existsSync(target)) renameSync(temporary, target);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
