import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { execute } from "./execute.mjs";
import { SetupError } from "./say.mjs";
import { which } from "./which.mjs";

/** Whether packages can be installed here: a Debian or one of its kin, and we are root. */
export const canInstallDebianPackages = () => process.getuid?.() === 0 && hasApt();

/** Whether packages can be downloaded and unpacked here, which needs no root. */
export const hasApt = () => which("apt-get") !== undefined && which("dpkg-deb") !== undefined;

const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };

/** Reads the lists of packages, as root; another user makes do with the lists that are there. */
async function update() {
  if (!canInstallDebianPackages()) return;
  const { code, stderr } = await execute("apt-get", ["update", "-qq"], { env });
  if (code !== 0)
    throw new SetupError(`apt-get update failed; is there a network? ${stderr.trim()}`);
}

/**
 * Installs packages with what they need and no more.
 *
 * @param {readonly string[]} packages
 */
export async function installDebianPackages(packages) {
  await update();
  const args = ["install", "-y", "-qq", "--no-install-recommends", ...packages];
  const { code, stderr } = await execute("apt-get", args, { env });
  if (code !== 0)
    throw new SetupError(
      `Run this by hand to see why it fails: apt-get ${args.join(" ")}. ${stderr.trim()}`,
    );
}

/**
 * Unpacks the first of some packages that this Debian has, without installing it.
 *
 * @param {readonly string[]} names In order of preference.
 * @param {string} folder An empty folder.
 */
export async function unpackDebianPackage(names, folder) {
  await update();
  for (const name of names) {
    const { code } = await execute("apt-get", ["download", "-qq", name], { cwd: folder, env });
    if (code !== 0) continue;
    const file = readdirSync(folder).find((entry) => entry.endsWith(".deb")) ?? "";
    const unpacked = await execute("dpkg-deb", ["-x", file, "."], { cwd: folder });
    if (unpacked.code !== 0) throw new SetupError(`${name}: ${unpacked.stderr.trim()}`);
    rmSync(join(folder, file));
    return;
  }
  throw new SetupError(`apt-get download knows none of ${names.join(", ")}.`);
}
