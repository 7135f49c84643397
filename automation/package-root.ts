import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Folder of the installed Mayfly package, whether this code runs from its sources or from `dist`. */
export const packageRoot = findRoot(dirname(fileURLToPath(import.meta.url)));

/** Version in Mayfly's package.json. */
export const packageVersion = readVersion();

function findRoot(folder: string): string {
  for (let current = folder; ; current = dirname(current)) {
    if (existsSync(join(current, "schemas")) && existsSync(join(current, "package.json"))) {
      return current;
    }
    if (current === dirname(current)) throw new Error(`No package.json of Mayfly above ${folder}`);
  }
}

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8"));
  return typeof manifest === "object" &&
    manifest !== null &&
    "version" in manifest &&
    typeof manifest.version === "string"
    ? manifest.version
    : "0.0.0";
}

/** A program of Mayfly that runs in a process of its own. Node.js 20 cannot run TypeScript, so it is the built one. */
export function builtProgram(...path: readonly string[]): string {
  return join(packageRoot, "dist", "automation", ...path);
}

/** The crawler's program. */
export const crawlerProgram = join(packageRoot, "crawler", "dist", "main.js");
