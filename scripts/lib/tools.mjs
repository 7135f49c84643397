import { existsSync } from "node:fs";
import { join } from "node:path";
import { hasApt, unpackDebianPackage } from "./debian.mjs";
import { fillOnce } from "./fill-once.mjs";
import { npm } from "./npm.mjs";
import { cacheFolder } from "./paths.mjs";
import { say, SetupError } from "./say.mjs";

const manual = "postgresql-manual";

/** A folder of real HTML pages that nobody here wrote, the manual of PostgreSQL; it may not be there. */
export function documentationFolder() {
  return ["15", "17", "16", "18"]
    .map((version) => join(cacheFolder, manual, `usr/share/doc/postgresql-doc-${version}/html`))
    .find((folder) => existsSync(folder));
}

/** Unpacks the manual from the Debian package. Elsewhere it does without. */
export async function installDocumentation() {
  if (!hasApt()) return say(manual, "not on this system; the tests that read it are skipped");
  const names = ["15", "17", "16", "18"].map((version) => `postgresql-doc-${version}`);
  await installOnce(manual, (folder) => unpackDebianPackage(names, folder));
}

const nodePackage = () =>
  `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;

/**
 * Where the test tools keep a Node.js of another major version; it may not be there.
 *
 * @param {number} major
 */
export function nodeBinary(major) {
  const name = process.platform === "win32" ? "node.exe" : "node";
  return join(cacheFolder, `node-${major}`, "node_modules", nodePackage(), "bin", name);
}

/**
 * Installs the newest Node.js of a major version.
 *
 * @param {number} major
 */
export async function installNode(major) {
  await installOnce(`node-${major}`, async (folder) => {
    const specifier = `${nodePackage()}@${major}`;
    const args = ["install", "--prefix", folder, "--no-save", "--ignore-scripts", specifier];
    const { code, stderr } = await npm(folder, args, { show: false });
    if (code !== 0) throw new SetupError(`npm cannot install ${specifier}: ${stderr.trim()}`);
  });
}

/**
 * @param {string} name Of the folder in the cache.
 * @param {(folder: string) => Promise<void>} fill
 */
const installOnce = (name, fill) =>
  fillOnce(join(cacheFolder, name), name, (line) => say("test tools", line), fill);
