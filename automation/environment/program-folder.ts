import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileError, systemCode } from "../errors.ts";
import { packageRoot, packageVersion } from "../package-root.ts";

/** Where an installed package lays its program, below the working directory: beside the runs, as state and settings are. */
const ownFolder = join(".mayfly", "program");
/** What of the package the program is: compiled, and the crawler's sources, of which its image is built. */
const parts = [
  join("dist", "index.js"),
  join("dist", "infra"),
  join("dist", "crawler"),
  join("crawler", ".dockerignore"),
  join("crawler", "Dockerfile"),
  join("crawler", "package.json"),
  join("crawler", "package-lock.json"),
  join("crawler", "src"),
  join("crawler", "tsconfig.build.json"),
  join("crawler", "tsconfig.json"),
];
const stampFile = ".laid-by";

/**
 * Folder of the Pulumi program where none is named: the checkout that this code is in. An installed package, which its package
 * manager may remove with all that is in it, lays a copy of its program into the working directory, and a newer package a newer
 * one; the settings of the stacks and Mayfly's own backend stay there.
 *
 * @throws MayflyError `runFolder` where it cannot be written
 */
export function programFolder(): string {
  if (existsSync(join(packageRoot, "index.ts"))) return packageRoot;
  const folder = resolve(ownFolder);
  const stamp = `${packageVersion} ${String(statSync(join(packageRoot, "dist", "index.js")).mtimeMs)} ${packageRoot}\n`;
  if (readText(join(folder, stampFile)) === stamp) return folder;
  try {
    mkdirSync(dirname(folder), { recursive: true });
    if (existsSync(folder)) lay(folder, stamp);
    else layAnew(folder, stamp);
  } catch (error) {
    throw fileError(`lay the Pulumi program into ${folder}`, error);
  }
  return folder;
}

/** Under its name once it is whole: another process may want it, too. */
function layAnew(folder: string, stamp: string): void {
  const empty = mkdtempSync(`${folder}-`);
  try {
    lay(empty, stamp);
    renameSync(empty, folder);
  } catch (error) {
    rmSync(empty, { recursive: true, force: true });
    if (systemCode(error) !== "ENOTEMPTY" && systemCode(error) !== "EEXIST") throw error;
  }
}

function lay(folder: string, stamp: string): void {
  for (const part of parts) {
    rmSync(join(folder, part), { recursive: true, force: true });
    cpSync(join(packageRoot, part), join(folder, part), { recursive: true });
  }
  writeFileSync(join(folder, "Pulumi.yaml"), projectOf(readText(join(packageRoot, "Pulumi.yaml"))));
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  // The program's working directory is that of its main file, and it looks there for the crawler's sources.
  writeFileSync(join(folder, "index.js"), 'export * from "./dist/index.js";\n');
  linkPackages(join(folder, "node_modules"));
  writeFileSync(join(folder, stampFile), stamp);
}

/** The project as the checkout has it, but compiled: TypeScript is not looked for. */
function projectOf(text: string): string {
  return text
    .replace(/^runtime: .*$/m, "runtime:\n  name: nodejs\n  options:\n    typescript: false")
    .replace(/^main: .*$/m, "main: index.js");
}

/** Pulumi's language host looks for its packages from the program's folder upwards, where those of a global install are not. */
function linkPackages(link: string): void {
  const found = createRequire(import.meta.url).resolve("@pulumi/pulumi/package.json");
  const packages = resolve(found, "..", "..", "..");
  try {
    if (readlinkSync(link) === packages) return;
  } catch {
    // There is none yet.
  }
  rmSync(link, { recursive: true, force: true });
  symlinkSync(packages, link, "junction");
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
