import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { unpackDebianPackage, hasApt } from "../lib/debian.mjs";
import { fillOnce } from "../lib/fill-once.mjs";
import { cacheFolder } from "../lib/paths.mjs";
import { ensurePrograms } from "../lib/programs.mjs";
import { say, SetupError } from "../lib/say.mjs";
import { which } from "../lib/which.mjs";
import { freePort, httpStatus, serviceFolder, startService } from "./service.mjs";

const folder = join(cacheFolder, "docker-registry");
const name = "docker-registry";

/** @param {string} line */
const log = (line) => say("registry", line);

/** The registry on the PATH, or the one that {@link installRegistry} unpacked. */
const program = () => which(name) ?? join(folder, "usr/bin", name);

/** Installs an image registry, and htpasswd for its passwords. */
export async function installRegistry() {
  await ensurePrograms(
    "The registry of the end-to-end tests needs",
    { htpasswd: "apache2-utils" },
    log,
  );
  const present = which(name);
  if (present !== undefined) return log(`already there: ${present}`);
  if (!hasApt()) {
    throw new SetupError(
      `The end-to-end tests need ${name}, the registry of the Distribution project: put it on the PATH under this name.`,
    );
  }
  // Unpacked and not installed: the package would start a service.
  await fillOnce(folder, name, log, (empty) => unpackDebianPackage([name], empty));
}

/**
 * Starts an empty image registry on a free port of 127.0.0.1, which Docker talks to in plain HTTP. It lets in one user,
 * and images can be deleted.
 *
 * @param {{user: string, password: string, signal?: AbortSignal}} options
 * @returns {Promise<{host: string, close: () => Promise<void>}>} The host with its port, as images are tagged.
 */
export async function startRegistry({ user, password, signal }) {
  const passwords = passwordLine(user, password);
  const host = `127.0.0.1:${await freePort()}`;
  const own = serviceFolder("registry");
  writeFileSync(join(own, "htpasswd"), passwords);
  writeFileSync(join(own, "config.yml"), JSON.stringify(registryConfig(own, host)));
  const { close } = await startService({
    name: "The registry",
    folder: own,
    command: program(),
    args: ["serve", join(own, "config.yml")],
    isReady: async () => (await httpStatus(`http://${host}/v2/`)) === 401,
    signal,
  });
  return { host, close };
}

/**
 * @param {string} user
 * @param {string} password
 */
function passwordLine(user, password) {
  const htpasswd = which("htpasswd");
  if (htpasswd === undefined) {
    throw new SetupError("There is no htpasswd: run `npm run pretest:e2e` first.");
  }
  // bcrypt, which is all the registry understands; the password goes through stdin.
  const options = { input: password, encoding: /** @type {const} */ ("utf8") };
  const { status, stdout, stderr } = spawnSync(htpasswd, ["-niB", user], options);
  if (status !== 0) throw new SetupError(`htpasswd failed: ${stderr}`.trim());
  return stdout;
}

/**
 * The registry's configuration; JSON is YAML, too.
 *
 * @param {string} own
 * @param {string} host
 */
function registryConfig(own, host) {
  return {
    version: "0.1",
    log: { level: "warn", accesslog: { disabled: true } },
    storage: {
      filesystem: { rootdirectory: join(own, "storage") },
      delete: { enabled: true },
    },
    auth: { htpasswd: { realm: "mayfly", path: join(own, "htpasswd") } },
    http: { addr: host },
  };
}
