import { rmSync } from "node:fs";
import { join } from "node:path";
import { execute } from "../lib/execute.mjs";
import { fillOnce } from "../lib/fill-once.mjs";
import { cacheFolder } from "../lib/paths.mjs";
import { say, SetupError } from "../lib/say.mjs";
import { which } from "../lib/which.mjs";
import { freePort, httpStatus, serviceFolder, startService } from "./service.mjs";

const version = "0.51.0";
const folder = join(cacheFolder, `fakecloud-${version}`);

/** @param {string} line */
const log = (line) => say("fakecloud", line);

/** Ten minutes on two cores; with the optimisations of a release it is more than twice as long. */
const quickBuild = {
  CARGO_PROFILE_RELEASE_OPT_LEVEL: "0",
  CARGO_PROFILE_RELEASE_LTO: "off",
  CARGO_PROFILE_RELEASE_CODEGEN_UNITS: "256",
};

/** Builds fakecloud with cargo: an AWS from memory whose tasks are real containers, which it starts with the Docker command. */
export async function installFakecloud() {
  await fillOnce(folder, `fakecloud ${version}`, log, async (empty) => {
    if (which("cargo") === undefined) {
      throw new SetupError(
        "The end-to-end tests need Rust's cargo to build an emulator with: install Rust.",
      );
    }
    log("this takes ten minutes or so, once");
    const target = join(empty, "target");
    const env = { ...process.env, ...quickBuild, CARGO_TARGET_DIR: target };
    const args = ["install", "--quiet", "--locked", "--root", empty, `fakecloud@=${version}`];
    const { code, stderr } = await execute("cargo", args, { env });
    if (code !== 0) {
      throw new SetupError(`cargo cannot install fakecloud ${version}: ${lastLines(stderr)}`);
    }
    rmSync(target, { recursive: true, force: true });
  });
}

/** @param {string} text */
const lastLines = (text) => text.trim().split("\n").slice(-5).join("\n");

/**
 * Starts fakecloud on a free port of 127.0.0.1, with nothing in it. Any credentials will do.
 *
 * @param {{docker: string, env?: NodeJS.ProcessEnv, signal?: AbortSignal}} options `docker` is the path of the command with
 *   which it starts containers; `env` is that command's environment.
 * @returns {Promise<{endpoint: string, close: () => Promise<void>}>}
 */
export async function startFakecloud({ docker, env = process.env, signal }) {
  const address = `127.0.0.1:${await freePort()}`;
  const endpoint = `http://${address}`;
  const { close } = await startService({
    name: "fakecloud",
    folder: serviceFolder("fakecloud"),
    command: join(folder, "bin/fakecloud"),
    args: ["--addr", address, "--log-level", "warn"],
    env: { ...env, AWS_ENDPOINT_URL: endpoint, FAKECLOUD_CONTAINER_CLI: docker },
    isReady: async () => (await httpStatus(`${endpoint}/_fakecloud/health`)) === 200,
    signal,
  });
  return { endpoint, close };
}
