import { createConnection, type NetConnectOpts } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import type { CrawlerImageConfig } from "./config/crawler-image.ts";
import { refusal } from "./refusal.ts";

/**
 * Whether there is an engine to build the image with. A preview does without; to be awaited before anything is declared.
 *
 * @throws RunError in an update, where the image must be built and no engine answers; then nothing has been created.
 */
export async function engineFor(image: CrawlerImageConfig, isPreview: boolean): Promise<boolean> {
  const answers = image.kind === "prebuilt" || (await dockerEngineAnswers());
  if (answers || isPreview) return answers;
  throw refusal(
    "Expected a Docker engine to build the crawler image with, but none answers; start Docker, set DOCKER_HOST, or set crawlerImage to an image that exists.",
  );
}

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
  const address = `http://${rest}`;
  if (!URL.canParse(address)) return [];
  const { hostname, port } = new URL(address);
  return [{ host: hostname.replace(/^\[|\]$/g, ""), port: Number(port || "2375") }];
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
