import { join } from "node:path";
import { cacheFolder } from "../lib/paths.mjs";
import { say } from "../lib/say.mjs";
import { installWithPip, pythonOf } from "./python.mjs";
import { freePort, httpStatus, serviceFolder, startService } from "./service.mjs";

const version = "5.2.5";
const folder = join(cacheFolder, `moto-${version}`);

/** Installs moto, which answers the calls of AWS's SDKs from memory. */
export async function installMoto() {
  await installWithPip(folder, `moto ${version}`, [`moto[server]==${version}`], (line) =>
    say("moto", line),
  );
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
    command: pythonOf(folder),
    args: ["-m", "moto.server", "--host", "127.0.0.1", "--port", `${port}`],
    isReady: async () => (await httpStatus(`${endpoint}/moto-api/`)) === 200,
    signal,
  });
  return { endpoint, close };
}
