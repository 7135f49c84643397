import type { Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { opened } from "./direct-route.ts";
import { causeCode, messageOf } from "./errors.ts";
import type { Credentials } from "./socks-client.ts";

/** The proxy of `--proxy`. */
export interface ProxyServer extends Credentials {
  readonly protocol: "http" | "https" | "socks5";
  readonly host: string;
  readonly port: number;
  /** For messages: without user and password. */
  readonly name: string;
}

/** The proxy cannot be reached, or refuses to serve. The message names it, without its password. */
export class ProxyError extends Error {
  override readonly name = "ProxyError";
}

const defaultPorts = { http: 80, https: 443, socks5: 1080 } as const;

/** The proxy that a URL names, whose form the settings have checked. Ports are Chromium's where the URL has none. */
export function proxyServer(text: string): ProxyServer {
  const { protocol, hostname, port, username, password } = new URL(text);
  const scheme = protocol === "http:" ? "http" : protocol === "https:" ? "https" : "socks5";
  const number = port === "" ? defaultPorts[scheme] : Number(port);
  return {
    protocol: scheme,
    host: hostname.replace(/^\[(.*)\]$/, "$1"),
    port: number,
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
    name: `${scheme}://${hostname}:${String(number)}`,
  };
}

/** The header with user and password; undefined where there are none. https://www.rfc-editor.org/rfc/rfc7617 */
export function proxyAuthorization({ username, password }: Credentials): string | undefined {
  if (username === "" && password === "") return undefined;
  return `Basic ${Buffer.from(`${username}:${password}`, "utf8").toString("base64")}`;
}

/** Connects to the proxy itself, wherever it is. Throws {@link ProxyError}, and the signal's reason. */
export async function openProxy(proxy: ProxyServer, signal: AbortSignal): Promise<Socket> {
  try {
    const { host, port, protocol } = proxy;
    const socket = await opened({ host, port }, signal);
    return protocol === "https" ? await secured(socket, host, signal) : socket;
  } catch (error) {
    signal.throwIfAborted();
    throw proxyError(proxy, `cannot be reached: ${causeCode(error) ?? messageOf(error)}`);
  }
}

/** An error of the proxy, with its name. */
export function proxyError({ name }: ProxyServer, what: string): ProxyError {
  return new ProxyError(`the proxy ${name} ${what}`);
}

async function secured(socket: Socket, host: string, signal: AbortSignal): Promise<TLSSocket> {
  const secure = connectTls({ socket, host, ...(/[:\d]$/.test(host) ? {} : { servername: host }) });
  const abort = (): void => void secure.destroy();
  signal.addEventListener("abort", abort);
  try {
    await new Promise<void>((resolve, reject) => {
      secure.once("secureConnect", resolve).once("error", reject).once("close", reject);
    });
    return secure;
  } catch (error) {
    secure.destroy();
    throw error;
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
