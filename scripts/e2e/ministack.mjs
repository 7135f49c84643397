import { join } from "node:path";
import { cacheFolder } from "../lib/paths.mjs";
import { say } from "../lib/say.mjs";
import { installWithPip, pythonOf } from "./python.mjs";
import { freePort, httpStatus, serviceFolder, startService } from "./service.mjs";

const version = "1.5.33";
const folder = join(cacheFolder, `ministack-${version}`);
const requirements = [`ministack==${version}`, "docker==7.2.0"];

/** Installs ministack, an AWS from memory whose tasks are real containers, which it starts through Docker's API. */
export async function installMinistack() {
  await installWithPip(folder, `ministack ${version}`, requirements, (line) =>
    say("ministack", line),
  );
}

/**
 * Starts ministack on a free port of 127.0.0.1, with nothing in it. Any credentials will do.
 *
 * @param {{dockerHost: string, signal?: AbortSignal}} options `dockerHost` as in `DOCKER_HOST`.
 * @returns {Promise<{endpoint: string, close: () => Promise<void>}>}
 */
export async function startMinistack({ dockerHost, signal }) {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const own = serviceFolder("ministack");
  const { close } = await startService({
    name: "ministack",
    folder: own,
    command: pythonOf(folder),
    args: ["-m", "ministack"],
    env: {
      ...process.env,
      BIND_HOST: "127.0.0.1",
      GATEWAY_PORT: `${port}`,
      // A port of its own that nobody asks for.
      IOT_MTLS_ENABLED: "0",
      DOCKER_HOST: dockerHost,
      TMPDIR: own,
    },
    isReady: async () => (await httpStatus(`${endpoint}/_ministack/ready`)) === 200,
    signal,
  });
  return { endpoint, close };
}
