import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { execute } from "../lib/execute.mjs";
import { fillOnce } from "../lib/fill-once.mjs";
import { ensurePrograms } from "../lib/programs.mjs";
import { SetupError } from "../lib/say.mjs";

/** A stand-in carries this label, with the number of its recipe. */
const label = "mayfly.stand-in";
const archive = "image.tar";

/**
 * @typedef {object} StandIn
 * @property {string} image The name of the real image.
 * @property {string} recipe Another text for every change of what is in it.
 * @property {string} folder Of the cache; its name has the recipe.
 * @property {readonly string[]} packages Debian packages.
 * @property {(empty: string) => Promise<readonly string[]>} prepare Puts what else is needed into an empty folder; returns
 *   mmdebstrap's customize hooks, which make a Debian the image.
 * @property {readonly string[]} changes What the real image says about itself, as lines of a Dockerfile.
 * @property {number} pullMs Milliseconds that the real image may take.
 * @property {(line: string) => void} log
 */

/**
 * Sees to it that an engine has an image: pulls it where that is possible, else makes a stand-in from Debian's packages,
 * labelled as one.
 *
 * @param {{host: string}} engine
 * @param {StandIn} standIn
 */
export async function ensureImage({ host }, standIn) {
  const { image, recipe, folder, changes, pullMs, log } = standIn;
  /** @param {string[]} args @param {number} [timeoutMs] */
  const docker = (args, timeoutMs) => execute("docker", ["--host", host, ...args], { timeoutMs });

  const format = `{{index .Config.Labels ${JSON.stringify(label)}}}`;
  const present = await docker(["image", "inspect", "--format", format, image]);
  const itsRecipe = present.stdout.trim();
  if (present.code === 0 && itsRecipe === "") return log(`already there: ${image}`);
  if (present.code === 0 && itsRecipe === recipe) return log(`already there: stand-in of ${image}`);

  if (!existsSync(folder)) {
    const pulled = await docker(["pull", "--quiet", image], pullMs);
    if (pulled.code === 0) return log(`pulled ${image}`);
    log(`cannot be pulled (${firstLine(pulled.stderr) || "it takes too long"})`);
    await buildArchive(standIn);
  }
  const lines = [...changes, `LABEL ${label}=${recipe}`].flatMap((line) => ["--change", line]);
  const imported = await docker(["import", ...lines, join(folder, archive), image]);
  if (imported.code !== 0) throw new SetupError(`docker import: ${imported.stderr.trim()}`);
  log(`a stand-in is there as ${image}`);
}

/** @param {string} text */
const firstLine = (text) => text.trim().split("\n")[0] ?? "";

/** @param {StandIn} standIn */
async function buildArchive({ image, folder, packages, prepare, log }) {
  await ensurePrograms("To make a base image needs", { mmdebstrap: "mmdebstrap" }, log);
  await fillOnce(folder, `stand-in of ${image}`, log, async (empty) => {
    const hooks = [
      ...(await prepare(empty)),
      'rm -rf "$1"/usr/share/doc/* "$1"/usr/share/man/* "$1"/usr/share/locale/*',
    ];
    const { code, stderr } = await execute("mmdebstrap", [
      ...["--quiet", "--variant=minbase", `--include=${packages.join(",")}`],
      ...hooks.flatMap((hook) => ["--customize-hook", hook]),
      ...["bookworm", join(empty, archive)],
    ]);
    if (code !== 0) throw new SetupError(`mmdebstrap: ${stderr.trim().slice(-1000)}`);
    for (const file of readdirSync(empty)) {
      if (file !== archive) rmSync(join(empty, file), { recursive: true });
    }
  });
}
