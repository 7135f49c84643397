import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * The full path of a program on the PATH, or undefined.
 *
 * @param {string} name
 * @param {string} [path]
 */
export function which(name, path = process.env.PATH ?? "") {
  const suffix = process.platform === "win32" ? ".exe" : "";
  return path
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, name + suffix))
    .find(isProgram);
}

/**
 * Whether a path is a file that may be run.
 *
 * @param {string} path
 */
export function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
