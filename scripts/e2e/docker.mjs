import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { execute } from "../lib/execute.mjs";
import { cacheFolder } from "../lib/paths.mjs";
import { ensurePrograms } from "../lib/programs.mjs";
import { say, SetupError } from "../lib/say.mjs";
import { serviceFolder, startService } from "./service.mjs";

/** Images stay here between runs of an engine of ours. */
const dataFolder = join(cacheFolder, "docker");

/** @param {string} line */
const log = (line) => say("docker", line);

/** Installs the Docker command and an engine, unless there is an engine that answers. */
export async function installDocker() {
  const host = await runningEngine();
  if (host !== undefined) return log(`an engine answers: ${host}`);
  const needed = { dockerd: "docker.io", iptables: "iptables" };
  await ensurePrograms("No Docker engine answers, and to start one needs", needed, log);
  // Debian 12 has the command in docker.io, later ones have it apart.
  await ensurePrograms("The end-to-end tests need", { docker: "docker-cli" }, log);
  log("no engine answers, so the tests start dockerd");
}

/**
 * The Docker engine for the tests: the one that answers where `docker` looks, else a dockerd of our own, which takes root
 * and ends with `close` or with this process. Two of our own cannot run at once, since they would share the images.
 *
 * @param {{signal?: AbortSignal}} [options]
 * @returns {Promise<{host: string, close: () => Promise<void>}>} The host as in `DOCKER_HOST`.
 */
export async function startDockerEngine({ signal } = {}) {
  const running = await runningEngine();
  if (running !== undefined) return { host: running, close: async () => {} };
  if (process.getuid?.() !== 0) {
    throw new SetupError("No Docker engine answers, and only root can start one: start Docker.");
  }
  mkdirSync(dataFolder, { recursive: true });
  const folder = serviceFolder("docker");
  const host = `unix://${join(folder, "docker.sock")}`;
  const { close } = await startService({
    name: "dockerd",
    folder,
    command: "dockerd",
    args: [
      ...["--host", host, "--data-root", dataFolder, "--exec-root", join(folder, "exec")],
      ...["--pidfile", join(folder, "docker.pid")],
    ],
    isReady: () => answers(host),
    // dockerd gives its containers fifteen seconds.
    graceSeconds: 30,
    signal,
  });
  return { host, close };
}

/** Where the engine is that `docker` talks to, by its environment and its settings; undefined when it does not answer. */
async function runningEngine() {
  const format = ["--format", "{{.Endpoints.docker.Host}}"];
  const { code, stdout } = await execute("docker", ["context", "inspect", ...format]);
  const host = stdout.trim();
  return code === 0 && (await answers(host)) ? host : undefined;
}

/** @param {string} host */
async function answers(host) {
  const args = ["--host", host, "version", "--format", "{{.Server.Version}}"];
  return (await execute("docker", args, { timeoutMs: 10_000 })).code === 0;
}
