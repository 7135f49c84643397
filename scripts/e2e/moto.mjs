import { join } from "node:path";
import { execute } from "../lib/execute.mjs";
import { fillOnce } from "../lib/fill-once.mjs";
import { cacheFolder } from "../lib/paths.mjs";
import { ensurePrograms } from "../lib/programs.mjs";
import { say, SetupError } from "../lib/say.mjs";
import { freePort, httpStatus, serviceFolder, startService } from "./service.mjs";

const version = "5.2.5";
const folder = join(cacheFolder, `moto-${version}`);

/** @param {string} line */
const log = (line) => say("moto", line);

/** Installs moto, which answers the calls of AWS's SDKs from memory, into a Python environment of its own. */
export async function installMoto() {
  await ensurePrograms("The end-to-end tests need", { python3: "python3-venv" }, log);
  await fillOnce(folder, version, log, async (environment) => {
    const created = await execute("python3", ["-m", "venv", environment]);
    if (created.code !== 0) {
      throw new SetupError(
        `python3 cannot make an environment: install its venv module (Debian: apt-get install python3-venv). ${created.stdout}${created.stderr}`.trim(),
      );
    }
    const args = ["-m", "pip", "install", "--quiet", `moto[server]==${version}`];
    const { code, stderr } = await execute(join(environment, "bin/python"), args);
    if (code !== 0) throw new SetupError(`pip cannot install moto ${version}: ${stderr.trim()}`);
  });
}

/**
 * Starts moto on a free port of 127.0.0.1, with nothing in it. Any credentials will do.
 *
 * @param {{signal?: AbortSignal}} [options]
 * @returns {Promise<{endpoint: string, close: () => Promise<void>}>}
 */
export async function startMoto({ signal } = {}) {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const { close } = await startService({
    name: "moto",
    folder: serviceFolder("moto"),
    // The module and not bin/moto_server, whose first line names the folder in which it was installed.
    command: join(folder, "bin/python"),
    args: ["-m", "moto.server", "--host", "127.0.0.1", "--port", `${port}`],
    isReady: async () => (await httpStatus(`${endpoint}/moto-api/`)) === 200,
    signal,
  });
  return { endpoint, close };
}
