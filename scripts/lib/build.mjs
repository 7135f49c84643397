import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { execute } from "./execute.mjs";
import { crawlerFolder, root } from "./paths.mjs";
import { say, SetupError } from "./say.mjs";

const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
const stamp = join(root, "dist", ".sources");
const cli = join(root, "dist", "automation", "cli.js");

/** Whether the compiler is there, which it is not after `npm ci --omit=dev`. */
export const canBuild = () => existsSync(compiler);

/** Whether something has been built, be it from older sources. */
export const isBuilt = () => existsSync(stamp);

/** Whether what was built was built from the sources as they are. */
export function buildIsFresh() {
  const outputs = [stamp, cli, join(crawlerFolder, "dist", "main.js")];
  return (
    outputs.every((file) => existsSync(file)) && readFileSync(stamp, "utf8") === sourcesDigest()
  );
}

/** Builds the library, the command and the crawler unless they are fresh. */
export async function buildIfStale() {
  if (buildIsFresh()) return say("build", "up to date");
  await build();
}

/**
 * Compiles both packages into temporary folders, and puts the results in place when both are done: a failing build leaves
 * the old one, a good one leaves no file of a source that is gone.
 */
export async function build() {
  say("build", "compiling (tsc)");
  const digest = sourcesDigest();
  const results = await Promise.all([compile(root), compile(crawlerFolder)]);
  try {
    const failed = results.filter(({ code }) => code !== 0);
    if (failed.length > 0) {
      const output = failed.map(({ stdout, stderr }) => stdout + stderr).join("");
      throw new SetupError(`The sources do not compile:\n${output.trimEnd()}`);
    }
    for (const { folder, output } of results) {
      rmSync(join(folder, "dist"), { recursive: true, force: true });
      cpSync(output, join(folder, "dist"), { recursive: true });
    }
    if (existsSync(cli)) chmodSync(cli, 0o755);
    writeFileSync(stamp, digest);
  } finally {
    for (const { output } of results) rmSync(output, { recursive: true, force: true });
  }
}

/** @param {string} folder */
async function compile(folder) {
  const output = join(folder, "node_modules", ".cache", `dist-${process.pid}`);
  const project = join(folder, "tsconfig.build.json");
  const args = [compiler, "-p", project, "--outDir", output];
  return { folder, output, ...(await execute(process.execPath, args, { cwd: root })) };
}

/** Names, sizes and times of all sources, so that a removed file counts, too. */
function sourcesDigest() {
  const hash = createHash("sha256");
  const files = ["automation", "infra", "crawler/src"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => join(folder, file)),
  );
  const settings = ["tsconfig.base.json", "tsconfig.build.json", "crawler/tsconfig.json"];
  for (const file of [...files, ...settings].sort()) {
    const { size, mtimeMs } = statSync(join(root, file));
    hash.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest("hex");
}
