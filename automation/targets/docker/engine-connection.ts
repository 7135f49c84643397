import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { EngineAddress } from "./docker-task.ts";

/** How an engine is connected to, in the words of the client library; what is not set is undefined, or it reads `DOCKER_HOST`. */
export interface EngineConnection {
  readonly socketPath: string | undefined;
  readonly protocol: "http" | "https" | "ssh" | undefined;
  readonly host: string | undefined;
  readonly port: string | undefined;
  readonly username: string | undefined;
  readonly ca: Buffer | undefined;
  readonly cert: Buffer | undefined;
  readonly key: Buffer | undefined;
}

const none: EngineConnection = {
  socketPath: undefined,
  protocol: undefined,
  host: undefined,
  port: undefined,
  username: undefined,
  ca: undefined,
  cert: undefined,
  key: undefined,
};

/** Reads an address as `DOCKER_HOST` has it. Throws one sentence for what is none. */
export function engineConnection({ host, certPath }: EngineAddress): EngineConnection {
  const socket = /^(?:unix|npipe):\/\/(.+)$/.exec(host)?.[1];
  if (socket !== undefined) return { ...none, socketPath: socket };
  const url = /^(tcp|https?|ssh):\/\//.test(host) && URL.canParse(host) ? new URL(host) : null;
  if (url === null || url.hostname === "") {
    throw new Error(
      `Expected unix://PATH, tcp://HOST:PORT, ssh://USER@HOST or npipe://PATH for DOCKER_HOST, but got "${host}".`,
    );
  }
  const { hostname, port, username } = url;
  const at = { ...none, host: hostname.replace(/^\[|\]$/g, "") };
  if (url.protocol === "ssh:") {
    return { ...at, protocol: "ssh", port: port || "22", username: username || undefined };
  }
  const isSafe = certPath !== null || url.protocol === "https:";
  return {
    ...at,
    protocol: isSafe ? "https" : "http",
    port: port || (isSafe ? "2376" : "2375"),
    ...(certPath === null
      ? {}
      : {
          ca: readFileSync(join(certPath, "ca.pem")),
          cert: readFileSync(join(certPath, "cert.pem")),
          key: readFileSync(join(certPath, "key.pem")),
        }),
  };
}
