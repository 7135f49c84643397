/** A hash over all that a build reads, so that an image is built again exactly when something of it changed. */
import { createHash } from "node:crypto";
import { lstat, readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
import { ignoring } from "./ignore.mjs";

async function* files(root, folder = "") {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.isDirectory()) yield* files(root, path);
    else yield path;
  }
}

async function content(path) {
  const about = await lstat(path);
  if (about.isSymbolicLink()) return `link to ${await readlink(path)}`;
  return about.isFile() ? await readFile(path) : "";
}

/**
 * @param {string} context folder
 * @param {string} dockerfile
 * @returns {Promise<string>} SHA-256 over names, permissions and contents
 * @throws when the context or the Dockerfile cannot be read
 */
export async function contextHash(context, dockerfile) {
  const hash = createHash("sha256");
  const ignored = await ignoring(context, dockerfile);
  hash.update(await readFile(dockerfile));
  for await (const path of files(context)) {
    if (ignored(path)) continue;
    const full = join(context, path);
    const { mode } = await lstat(full);
    const digest = createHash("sha256")
      .update(await content(full))
      .digest("hex");
    hash.update(`${path}\0${(mode & 0o777).toString(8)}\0${digest}\n`);
  }
  return hash.digest("hex");
}
