import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { npm } from "../lib/npm.mjs";
import { cacheFolder } from "../lib/paths.mjs";
import { say, SetupError } from "../lib/say.mjs";
import { installNode, nodeBinary } from "../lib/tools.mjs";
import { ensureImage } from "./stand-in-image.mjs";

/** What `crawler/Dockerfile` builds on. */
const image = "node:22-bookworm-slim";
const recipe = "1";

/** Certificates of this machine, which may stand behind a proxy with its own. */
const machineCertificates = "/etc/ssl/certs/ca-certificates.crt";

/**
 * Sees to it that an engine has the image that the crawler's is built on. Its stand-in has Node.js of npm's registry.
 *
 * @param {{host: string}} engine
 */
export async function ensureBaseImage(engine) {
  await ensureImage(engine, {
    image,
    recipe,
    folder: join(cacheFolder, `node-22-bookworm-slim-${recipe}`),
    packages: ["ca-certificates"],
    prepare,
    // The certificates are for Node.js.
    changes: [
      'CMD ["node"]',
      `ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
      `ENV NODE_EXTRA_CA_CERTS=${machineCertificates}`,
    ],
    pullMs: 60_000,
    log: (line) => say("base image", line),
  });
}

/**
 * Places of Node.js and npm, and the user.
 *
 * @param {string} empty
 */
async function prepare(empty) {
  await installNode(22);
  const args = ["install", "--prefix", empty, "--no-save", "--ignore-scripts", "npm@10"];
  const installed = await npm(empty, args, { show: false });
  if (installed.code !== 0)
    throw new SetupError(`npm cannot install npm@10: ${installed.stderr.trim()}`);
  writeFileSync(join(empty, "npmrc"), `cafile=${machineCertificates}\nupdate-notifier=false\n`);
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
  ];
}
