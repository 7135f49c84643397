import { readFileSync } from "node:fs";
import { MayflyError, messageOf, systemCode } from "../errors.ts";

/**
 * The text of a file that an option names; `-` is stdin where `stdin` says so. `what` completes "Expected a readable file
 * of …". Throws `MayflyError` (usage) when it cannot be read.
 */
export function readOptionFile(path: string, option: string, what: string, stdin = false): string {
  try {
    return readFileSync(stdin && path === "-" ? 0 : path, "utf8");
  } catch (error) {
    const code = systemCode(error);
    const reason =
      code === "ENOENT"
        ? "there is no such file"
        : code === "EISDIR"
          ? "it is a folder"
          : messageOf(error);
    throw new MayflyError(
      "usage",
      `Expected a readable file of ${what} for ${option}, but got "${path}": ${reason}.`,
      { cause: error },
    );
  }
}
