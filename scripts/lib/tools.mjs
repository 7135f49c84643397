import { existsSync } from "node:fs";
import { join } from "node:path";
import { hasApt, unpackDebianPackage } from "./debian.mjs";
import { fillOnce } from "./fill-once.mjs";
import { npm } from "./npm.mjs";
import { cacheFolder } from "./paths.mjs";
import { say, SetupError } from "./say.mjs";

/** Real HTML pages that nobody here wrote: the first of some Debian packages, and where it has them. */
const manuals = [
  {
    name: "postgresql-manual",
    packages: ["15", "17", "16", "18"].map((version) => `postgresql-doc-${version}`),
    folderOf: (package_) => `usr/share/doc/${package_}/html`,
  },
  {
    name: "python-manual",
    packages: ["3.11", "3.13", "3.12"].map((version) => `python${version}-doc`),
    folderOf: (package_) => `usr/share/doc/${package_.replace(/-doc$/, "")}/html`,
  },
];

/** The manuals of PostgreSQL and of Python as folders of HTML pages, whichever of them are there. */
export function documentationFolders() {
  return manuals.flatMap(({ name, packages, folderOf }) =>
    packages
      .map((package_) => join(cacheFolder, name, folderOf(package_)))
      .filter((folder) => existsSync(folder))
      .slice(0, 1),
  );
}

/** Unpacks the manuals from their Debian packages. Elsewhere it does without. */
export async function installDocumentation() {
  if (!hasApt()) return say("manuals", "not on this system; the tests that read them are skipped");
  for (const { name, packages } of manuals) {
    await installOnce(name, (folder) => unpackDebianPackage(packages, folder));
  }
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
