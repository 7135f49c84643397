import { parseEnv } from "node:util";
import { MayflyError } from "../errors.ts";
import { readOptionFile } from "./option-file.ts";

/** One line, or several where a quoted value has them: empty, a comment, or an assignment. */
const statement =
  /[ \t]*(?:#.*|(?:export[ \t]+)?[A-Za-z_]\w*[ \t]*=[ \t]*(?:"[^"]*"|'[^']*'|`[^`]*`)?.*)?(?:\n|$)/y;

/**
 * The variables of `--environment-file`, file by file; of a name that comes twice the last value stands. The syntax is that of
 * Node.js (https://nodejs.org/api/cli.html#--env-fileconfig). Throws `MayflyError` (usage) for a file that cannot be read,
 * and for a line that is no assignment: `parseEnv` would take it for a part of the next name, or leave out what follows.
 */
export function readEnvironmentFiles(paths: readonly string[]): Readonly<Record<string, string>> {
  return Object.assign({}, ...paths.map(readEnvironmentFile)) as Record<string, string>;
}

function readEnvironmentFile(path: string): NodeJS.Dict<string> {
  const text = readOptionFile(path, "--environment-file", "variables")
    .replace(/^\uFEFF/, "")
    .replaceAll("\r\n", "\n");
  statement.lastIndex = 0;
  for (let read = 0; read < text.length; read = statement.lastIndex) {
    if (statement.test(text)) continue;
    const line = text.slice(0, read).split("\n").length;
    // What stands there may be a secret.
    throw new MayflyError(
      "usage",
      `Expected NAME=value, a comment or nothing in each line of the file for --environment-file, but line ${line} of "${path}" is something else.`,
    );
  }
  return parseEnv(text);
}
