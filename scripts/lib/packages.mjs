import { readFileSync } from "node:fs";
import { join } from "node:path";
import { npm } from "./npm.mjs";
import { say, SetupError } from "./say.mjs";

/**
 * Whether `node_modules` of a folder has what its lock file asks for. npm's own copy of the lock file tells, which it
 * writes as the last step of an installation; times of files would lie after a checkout.
 *
 * @param {string} folder
 * @param {{dev?: boolean}} [options] `dev: false` asks for less: what the package needs at run time.
 */
export function packagesAreInstalled(folder, { dev = true } = {}) {
  const wanted = readLock(join(folder, "package-lock.json"));
  const installed = readLock(join(folder, "node_modules", ".package-lock.json"));
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    const needless = path === "" || entry.optional || entry.devOptional || (entry.dev && !dev);
    return needless || installed[path]?.version === entry.version;
  });
}

/**
 * @param {string} file
 * @returns {Record<string, {version?: string, dev?: boolean, optional?: boolean, devOptional?: boolean}> | undefined}
 */
function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}

/**
 * Installs the packages of a folder, exactly as locked, unless they are there.
 *
 * @param {string} subject What to call them in messages.
 * @param {string} folder
 * @param {{dev?: boolean}} [options] See {@link packagesAreInstalled}.
 */
export async function installPackages(subject, folder, { dev = true } = {}) {
  if (packagesAreInstalled(folder, { dev })) return say(subject, "already there");
  say(subject, "installing (npm ci)");
  const { code } = await npm(folder, dev ? ["ci"] : ["ci", "--omit=dev"]);
  if (code !== 0) {
    throw new SetupError(
      `${subject}: npm ci in ${folder} ended with exit code ${code}. See its message above, and try again when the registry can be reached.`,
    );
  }
}
