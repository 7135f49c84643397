import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { execute } from "../lib/execute.mjs";
import { fillOnce } from "../lib/fill-once.mjs";
import { cacheFolder } from "../lib/paths.mjs";
import { say, SetupError } from "../lib/say.mjs";
import { which } from "../lib/which.mjs";

const version = "3.259.0";
const languageHostVersion = "3.50.2";
const oldest = { major: 3, minor: 200 };
const folder = join(cacheFolder, `pulumi-${version}`);

const source = "github.com/pulumi/pulumi";
const programs = [
  {
    file: "pulumi",
    main: `${source}/pkg/v3/cmd/pulumi`,
    // The schema package comes first: alone, the command would choose an older module that has it, too.
    gets: [
      `${source}/pkg/v3/codegen/schema@v${version}`,
      `${source}/pkg/v3/cmd/pulumi@v${version}`,
    ],
    flags: `-s -w -X ${source}/sdk/v3/go/common/version.Version=v${version}`,
  },
  {
    file: "pulumi-language-nodejs",
    main: `${source}/sdk/v3/nodejs/cmd/pulumi-language-nodejs`,
    gets: [`${source}/sdk/v3/nodejs/cmd/pulumi-language-nodejs@v${languageHostVersion}`],
    flags: "-s -w",
  },
];

/** @param {string} line */
const log = (line) => say("pulumi", line);

/**
 * The folder with `pulumi` and `pulumi-language-nodejs`, to be first on the PATH: those on the PATH when they are recent,
 * else where {@link installPulumi} puts them.
 *
 * @returns {Promise<string>}
 */
export async function pulumiFolder() {
  return (await folderOnPath()) ?? folder;
}

/** Builds Pulumi's command and its language host from their sources with Go, unless the PATH has them. */
export async function installPulumi() {
  const present = await folderOnPath();
  if (present !== undefined) return log(`already there: ${present}`);
  await fillOnce(folder, version, log, async (empty) => {
    if (which("go") === undefined) {
      throw new SetupError(
        `The end-to-end tests need Pulumi ${oldest.major}.${oldest.minor} or newer on the PATH: install it, or install Go 1.21 or newer, and it is built from source.`,
      );
    }
    for (const program of programs) await buildProgram(program, empty);
  });
}

/**
 * @param {(typeof programs)[number]} program
 * @param {string} target
 */
async function buildProgram({ file, main, gets, flags }, target) {
  const module = join(target, `${file}.module`);
  mkdirSync(module);
  writeFileSync(join(module, "go.mod"), "module x\n\ngo 1.25\n");
  for (const get of gets) await go(module, ["get", get]);
  await go(module, ["build", "-ldflags", flags, "-o", join(target, file), main]);
  rmSync(module, { recursive: true });
}

/**
 * @param {string} cwd
 * @param {readonly string[]} args
 */
async function go(cwd, args) {
  const env = { ...process.env, GOFLAGS: "-mod=mod" };
  const { code, stderr } = await execute("go", args, { cwd, env });
  if (code === 0) return;
  const lines = stderr.trim().split("\n").slice(-5).join("\n");
  throw new SetupError(`go ${args.join(" ")} failed; is there a network? ${lines}`);
}

async function folderOnPath() {
  const program = which("pulumi");
  if (program === undefined || which("pulumi-language-nodejs") === undefined) return undefined;
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const { code, stdout } = await execute(program, ["version"], { env, timeoutMs: 15_000 });
  return code === 0 && isRecentPulumi(stdout) ? dirname(program) : undefined;
}

/**
 * Whether `pulumi version` names one that runs this project.
 *
 * @param {string} output
 */
export function isRecentPulumi(output) {
  const [, major = 0, minor = 0] = (/v?(\d+)\.(\d+)/.exec(output) ?? []).map(Number);
  return major > oldest.major || (major === oldest.major && minor >= oldest.minor);
}
