import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, mkdirSync, openSync, statSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { fileError, MayflyError, systemCode } from "../errors.ts";

/**
 * Makes sure of the file with the passphrase of Mayfly's own: 32 random bytes, for the user's eyes only. True when it was
 * made just now. A file that others may read is refused; it is never replaced.
 */
export function ensurePassphraseFile(path: string): boolean {
  makePrivateFolder(dirname(path));
  try {
    const descriptor = openSync(path, "wx", 0o600);
    try {
      writeSync(descriptor, randomBytes(32).toString("base64url"));
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    return true;
  } catch (error) {
    if (systemCode(error) !== "EEXIST") throw fileError(`write the passphrase file ${path}`, error);
    checkPassphraseFile(path);
    return false;
  }
}

/** Makes a folder that only the user may enter. One that is there stays as it is; true when it was made just now. */
export function makePrivateFolder(path: string): boolean {
  try {
    return mkdirSync(path, { recursive: true, mode: 0o700 }) !== undefined;
  } catch (error) {
    throw fileError(`make the folder ${path}`, error);
  }
}

function checkPassphraseFile(path: string): void {
  const { mode, size } = statSync(path);
  const permissions = mode & 0o777;
  if ((permissions & 0o077) !== 0 && process.platform !== "win32") {
    throw new MayflyError(
      "usage",
      `Expected the passphrase file ${path} to be for you alone (mode 600), but its mode is ${permissions.toString(8)}; run "chmod 600 ${path}" if nobody else has read it.`,
    );
  }
  if (size === 0) {
    throw new MayflyError(
      "usage",
      `Expected a passphrase in ${path}, but the file is empty; remove it if no stack was made with it.`,
    );
  }
}
