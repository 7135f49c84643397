import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execute } from "../lib/execute.mjs";
import { fillOnce } from "../lib/fill-once.mjs";
import { npm } from "../lib/npm.mjs";
import { cacheFolder } from "../lib/paths.mjs";
import { ensurePrograms } from "../lib/programs.mjs";
import { say, SetupError } from "../lib/say.mjs";
import { installNode, nodeBinary } from "../lib/tools.mjs";

/** What `crawler/Dockerfile` builds on. */
const image = "node:22-bookworm-slim";

/** A stand-in carries this label, with the number of the recipe below. */
const label = "mayfly.stand-in";
const recipe = "1";
const folder = join(cacheFolder, `node-22-bookworm-slim-${recipe}`);
const archive = "image.tar";

/** Certificates of this machine, which may stand behind a proxy with its own. */
const machineCertificates = "/etc/ssl/certs/ca-certificates.crt";

/** @param {string} line */
const log = (line) => say("base image", line);

/**
 * Sees to it that an engine has the image that the crawler's is built on: pulls it where that is possible, else makes a
 * stand-in from Debian's packages and Node.js of npm's registry, labelled as one.
 *
 * @param {{host: string}} engine
 */
export async function ensureBaseImages({ host }) {
  /** @param {string[]} args @param {number} [timeoutMs] */
  const docker = (args, timeoutMs) => execute("docker", ["--host", host, ...args], { timeoutMs });

  const format = `{{index .Config.Labels ${JSON.stringify(label)}}}`;
  const present = await docker(["image", "inspect", "--format", format, image]);
  const itsRecipe = present.stdout.trim();
  if (present.code === 0 && itsRecipe === "") return log(`already there: ${image}`);
  if (present.code === 0 && itsRecipe === recipe) return log(`already there: stand-in of ${image}`);

  if (!existsSync(folder)) {
    const pulled = await docker(["pull", "--quiet", image], 60_000);
    if (pulled.code === 0) return log(`pulled ${image}`);
    log(`cannot be pulled (${firstLine(pulled.stderr) || "it takes too long"})`);
    await buildArchive();
  }
  const imported = await docker(["import", ...changes(), join(folder, archive), image]);
  if (imported.code !== 0) throw new SetupError(`docker import: ${imported.stderr.trim()}`);
  log(`a stand-in is there as ${image}`);
}

/** @param {string} text */
const firstLine = (text) => text.trim().split("\n")[0] ?? "";

/** What the official image says about itself, the label, and the certificates for Node.js. */
function changes() {
  const lines = [
    'CMD ["node"]',
    `LABEL ${label}=${recipe}`,
    `ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
    `ENV NODE_EXTRA_CA_CERTS=${machineCertificates}`,
  ];
  return lines.flatMap((line) => ["--change", line]);
}

async function buildArchive() {
  await ensurePrograms("To make a base image needs", { mmdebstrap: "mmdebstrap" }, log);
  await installNode(22);
  await fillOnce(folder, `stand-in of ${image}`, log, async (empty) => {
    const args = ["install", "--prefix", empty, "--no-save", "--ignore-scripts", "npm@10"];
    const installed = await npm(empty, args, { show: false });
    if (installed.code !== 0)
      throw new SetupError(`npm cannot install npm@10: ${installed.stderr.trim()}`);
    writeFileSync(join(empty, "npmrc"), `cafile=${machineCertificates}\nupdate-notifier=false\n`);

    const hooks = hooksFor(empty).flatMap((hook) => ["--customize-hook", hook]);
    const options = ["--quiet", "--variant=minbase", "--include=ca-certificates", ...hooks];
    const { code, stderr } = await execute("mmdebstrap", [
      ...options,
      "bookworm",
      join(empty, archive),
    ]);
    if (code !== 0) throw new SetupError(`mmdebstrap: ${stderr.trim().slice(-1000)}`);
    rmSync(join(empty, "npmrc"));
    rmSync(join(empty, "node_modules"), { recursive: true });
  });
}

/**
 * What makes a Debian the image: its places of Node.js and npm, and its user.
 *
 * @param {string} empty
 */
function hooksFor(empty) {
  const modules = "/usr/local/lib/node_modules";
  return [
    `mkdir -p "$1${modules}" "$1/usr/local/etc"`,
    `copy-in "${join(empty, "node_modules/npm")}" ${modules}`,
    `upload "${nodeBinary(22)}" /usr/local/bin/node`,
    `upload "${join(empty, "npmrc")}" /usr/local/etc/npmrc`,
    ...(existsSync(machineCertificates)
      ? [`upload ${machineCertificates} ${machineCertificates}`]
      : []),
    'chmod 755 "$1/usr/local/bin/node"',
    ...["npm", "npx"].map(
      (name) => `ln -s ../lib/node_modules/npm/bin/${name}-cli.js "$1/usr/local/bin/${name}"`,
    ),
    'chroot "$1" useradd --uid 1000 --user-group --shell /bin/bash --create-home node',
    'rm -rf "$1"/usr/share/doc/* "$1"/usr/share/man/* "$1"/usr/share/locale/*',
  ];
}
