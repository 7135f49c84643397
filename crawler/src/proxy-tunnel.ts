import { request } from "node:http";
import { isIP, type Socket } from "node:net";
import { openProxy, proxyAuthorization, proxyError, type ProxyServer } from "./proxy-server.ts";
import type { Connect, Destination } from "./route.ts";
import { connectBySocks, SocksRefusal } from "./socks-client.ts";
import { replies } from "./socks-protocol.ts";

/** The system's names for what a SOCKS5 server replies of a destination. */
const systemCodes: Readonly<Record<number, string>> = {
  [replies.networkUnreachable]: "ENETUNREACH",
  [replies.hostUnreachable]: "EHOSTUNREACH",
  [replies.connectionRefused]: "ECONNREFUSED",
  [replies.timedOut]: "ETIMEDOUT",
};

/**
 * Connects by a proxy, which makes a tunnel to the destination and resolves its name. Throws `ProxyError` where the proxy
 * does not serve, and the system's errors where it says what failed behind it.
 */
export function proxyTunnel(proxy: ProxyServer): Connect {
  return async (destination, signal) => {
    const socket = await openProxy(proxy, signal);
    const abort = (): void => void socket.destroy();
    signal.addEventListener("abort", abort);
    try {
      if (proxy.protocol === "socks5") await bySocks(proxy, socket, destination, signal);
      else await byConnect(proxy, socket, destination);
      return socket;
    } catch (error) {
      socket.destroy();
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener("abort", abort);
    }
  };
}

async function bySocks(
  proxy: ProxyServer,
  socket: Socket,
  destination: Destination,
  signal: AbortSignal,
): Promise<void> {
  try {
    await connectBySocks(socket, proxy, destination, signal);
  } catch (error) {
    const refusal = error instanceof SocksRefusal ? error : null;
    const code = systemCodes[refusal?.reply ?? -1];
    if (code !== undefined) throw Object.assign(new Error(code, { cause: error }), { code });
    throw proxyError(proxy, `refuses: ${refusal?.message ?? "it closed the connection"}`);
  }
}

/**
 * Asks the HTTP proxy at the other end of a socket for a tunnel. Throws `ProxyError` when it makes none.
 * https://www.rfc-editor.org/rfc/rfc9110#name-connect
 */
export async function byConnect(
  proxy: ProxyServer,
  socket: Socket,
  { host, port }: Destination,
): Promise<void> {
  const authority = `${isIP(host) === 6 ? `[${host}]` : host}:${String(port)}`;
  const authorization = proxyAuthorization(proxy);
  const status = await new Promise<string>((resolve, reject) => {
    request({
      createConnection: () => socket,
      method: "CONNECT",
      path: authority,
      headers: {
        host: authority,
        ...(authorization === undefined ? {} : { "proxy-authorization": authorization }),
      },
    })
      .once("connect", ({ statusCode = 0, statusMessage = "" }, _socket, head) => {
        if (head.length > 0) socket.unshift(head);
        resolve(`${String(statusCode)} ${statusMessage}`.trim());
      })
      .once("error", () => {
        reject(proxyError(proxy, "refuses: it closed the connection"));
      })
      .end();
  });
  if (!status.startsWith("2")) throw proxyError(proxy, `refuses: ${status}`);
}
