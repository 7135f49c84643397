import { createConnection, type NetConnectOpts } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";

/** Milliseconds in which an engine must take a connection. */
const limitMs = 3000;

/**
 * Whether a Docker engine takes connections where the Docker provider looks for one: at `DOCKER_HOST`, else at the sockets
 * of Docker Engine and Docker Desktop. An engine behind ssh counts as answering; the provider finds out.
 */
export async function dockerEngineAnswers(environment = process.env): Promise<boolean> {
  for (const place of enginePlaces(environment)) {
    if (place === "ssh" || (await takesConnections(place))) return true;
  }
  return false;
}

/** Where an engine may be, for {@link dockerEngineAnswers}. */
export function enginePlaces(environment: NodeJS.ProcessEnv): readonly (NetConnectOpts | "ssh")[] {
  const host = environment["DOCKER_HOST"];
  if (host === undefined || host === "") {
    if (process.platform === "win32") return [{ path: "\\\\.\\pipe\\docker_engine" }];
    const home = environment["HOME"] ?? homedir();
    const sockets = [".docker/run/docker.sock", ".docker/desktop/docker.sock"];
    return ["/var/run/docker.sock", ...sockets.map((socket) => join(home, socket))].map((path) => ({
      path,
    }));
  }
  const [, scheme = "", rest = ""] = /^(\w+):\/\/(.*)$/.exec(host) ?? [];
  if (scheme === "ssh") return ["ssh"];
  if (scheme === "unix" || scheme === "npipe") return [{ path: rest }];
  if (scheme !== "tcp" && scheme !== "http" && scheme !== "https") return [];
  const { hostname, port } = new URL(`http://${rest}`);
  return [{ host: hostname, port: Number(port || "2375") }];
}

function takesConnections(place: NetConnectOpts): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ ...place, timeout: limitMs });
    const end = (answer: boolean) => (): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", end(true)).once("error", end(false)).once("timeout", end(false));
  });
}
