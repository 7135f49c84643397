/** The Docker command line, against the engine of the environment. */
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Docker Hub's key in a configuration file is this old address. */
const hub = "https://index.docker.io/v1/";

/** What a client without buildx says before every build. */
const legacyNotice = /^DEPRECATED: The legacy builder[^]*?buildx\/\s*/;

/**
 * Runs `docker` and resolves with what it printed.
 * @param {string[]} args
 * @param {{ signal?: AbortSignal, config?: string }} options folder of the client's configuration
 * @throws with the last 20 lines that it printed
 */
export async function docker(args, { signal, config } = {}) {
  const { DOCKER_BUILDKIT: _unset, ...rest } = process.env;
  const env = { ...rest, ...(config && { DOCKER_CONFIG: config }) };
  const child = spawn("docker", args, { env, stdio: ["ignore", "pipe", "pipe"], signal });
  let out = "";
  let all = "";
  child.stdout.setEncoding("utf8").on("data", (text) => ((out += text), (all += text)));
  child.stderr.setEncoding("utf8").on("data", (text) => (all += text));
  const code = await new Promise((resolve, reject) => {
    child.on("error", (error) =>
      reject(error.name === "AbortError" ? new Error(`docker ${args[0]} was cancelled`) : error),
    );
    child.on("close", resolve);
  });
  if (code === 0) return out;
  const lines = all.replace(legacyNotice, "").trimEnd().split("\n");
  throw new Error(`docker ${args[0]} failed: ${lines.slice(-20).join("\n")}`);
}

/**
 * Gives a configuration folder with one login, which is gone afterwards: never the user's, nor a helper's.
 * @param {{ server?: string, username?: string, password?: string }} registry
 * @param {(folder: string) => Promise<T>} work
 * @template T
 */
export async function withLogin({ server, username, password }, work) {
  const folder = await mkdtemp(join(tmpdir(), "standin-docker-"));
  try {
    const isHub = !server || /(^|\/\/|\.)docker\.io(\/|$)/.test(server);
    const key = isHub ? hub : server.replace(/^https?:\/\//, "").replace(/\/$/, "");
    const auth = Buffer.from(`${username ?? ""}:${password ?? ""}`).toString("base64");
    const auths = username ? { [key]: { auth } } : {};
    await writeFile(join(folder, "config.json"), JSON.stringify({ auths }), { mode: 0o600 });
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
