/** `.dockerignore`: which files of a build context count. https://docs.docker.com/build/concepts/context/#dockerignore-files */
import { readFile } from "node:fs/promises";
import { join } from "node:path";

function toRegExp(pattern) {
  const source = pattern.replace(/[.+^${}()|\\]/g, "\\$&").replace(/\*\*\/?|\*|\?/g, (wild) => {
    if (wild === "**/") return "(?:.*/)?";
    if (wild === "**") return ".*";
    return wild === "*" ? "[^/]*" : "[^/]";
  });
  return new RegExp(`^${source}(?:/|$)`);
}

/**
 * @param {string} context folder
 * @param {string} dockerfile path; a file beside it named `<dockerfile>.dockerignore` goes before the context's own
 * @returns {Promise<(path: string) => boolean>} whether a path, relative and with slashes, is left out; the last match decides
 */
export async function ignoring(context, dockerfile) {
  const read = (path) => readFile(path, "utf8").catch(() => undefined);
  const text =
    (await read(`${dockerfile}.dockerignore`)) ?? (await read(join(context, ".dockerignore")));
  const rules = (text ?? "")
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith("#"))
    .map((line) => {
      const kept = line.startsWith("!");
      const path = line
        .replace(/^!/, "")
        .replace(/^\.?\//, "")
        .replace(/\/$/, "");
      return { kept, expression: toRegExp(path) };
    });
  return (path) => {
    const last = rules.findLast(({ expression }) => expression.test(path));
    return last ? !last.kept : false;
  };
}
