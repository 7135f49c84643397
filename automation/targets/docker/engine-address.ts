import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { textAt, valueAt } from "../../untyped.ts";
import type { EngineAddress } from "./docker-task.ts";

/** Folder of the Docker command's settings. */
export function dockerConfigFolder(environment: NodeJS.ProcessEnv): string {
  const given = environment["DOCKER_CONFIG"] ?? "";
  return given === "" ? join(homeOf(environment), ".docker") : given;
}

/**
 * The engine that the `docker` command would talk to: `DOCKER_HOST`, else the context of `DOCKER_CONTEXT` or of
 * `docker context use`, else the first socket there is of Docker Engine, rootless Docker and Docker Desktop.
 * https://docs.docker.com/engine/manage-resources/contexts/
 */
export function engineAddress(environment: NodeJS.ProcessEnv): EngineAddress {
  const host = environment["DOCKER_HOST"] ?? "";
  if (host !== "") return { host: withScheme(host), certPath: certPathOf(environment) };
  const folder = dockerConfigFolder(environment);
  const context = environment["DOCKER_CONTEXT"] ?? currentContext(folder) ?? "default";
  const found = context === "" || context === "default" ? null : contextAddress(folder, context);
  return found ?? { host: defaultHost(environment), certPath: null };
}

/** Whether the engine runs on this machine, so that its containers can have folders of it. */
export function isOnThisMachine({ host }: EngineAddress): boolean {
  return host.startsWith("unix://") || host.startsWith("npipe://");
}

function certPathOf(environment: NodeJS.ProcessEnv): string | null {
  if ((environment["DOCKER_TLS_VERIFY"] ?? "") === "") return null;
  const given = environment["DOCKER_CERT_PATH"] ?? "";
  return given === "" ? dockerConfigFolder(environment) : given;
}

function withScheme(host: string): string {
  return host.includes("://") ? host : `tcp://${host}`;
}

function currentContext(folder: string): string | undefined {
  return textAt(readJson(join(folder, "config.json")), "currentContext");
}

/** A context is kept below the SHA-256 of its name. */
function contextAddress(folder: string, name: string): EngineAddress | null {
  const id = createHash("sha256").update(name).digest("hex");
  const meta = readJson(join(folder, "contexts", "meta", id, "meta.json"));
  const host = textAt(valueAt(valueAt(meta, "Endpoints"), "docker"), "Host");
  if (host === undefined) {
    throw new Error(
      `Expected a Docker context that exists, but got "${name}"; "docker context ls" lists them.`,
    );
  }
  const certPath = join(folder, "contexts", "tls", id, "docker");
  return { host, certPath: existsSync(certPath) ? certPath : null };
}

function defaultHost(environment: NodeJS.ProcessEnv): string {
  if (process.platform === "win32") return "npipe:////./pipe/docker_engine";
  const home = homeOf(environment);
  const runtime = environment["XDG_RUNTIME_DIR"] ?? "";
  const sockets = [
    "/var/run/docker.sock",
    ...(runtime === "" ? [] : [join(runtime, "docker.sock")]),
    join(home, ".docker/run/docker.sock"),
    join(home, ".docker/desktop/docker.sock"),
  ];
  return `unix://${sockets.find((path) => existsSync(path)) ?? "/var/run/docker.sock"}`;
}

function homeOf(environment: NodeJS.ProcessEnv): string {
  return environment["HOME"] ?? homedir();
}

/** A JSON file of the Docker command; undefined when there is none, or it is broken, as the command takes it. */
export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}
