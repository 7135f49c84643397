import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import { isIP, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { pipeline } from "node:stream/promises";
import { duplexPair } from "./duplex-pair.ts";
import { openProxy, proxyAuthorization, proxyError, type ProxyServer } from "./proxy-server.ts";
import { byConnect, proxyTunnel } from "./proxy-tunnel.ts";
import type { Connect, Destination } from "./route.ts";

/** Headers that are for the next hop alone: https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1 */
const hopByHop =
  /^(?:connection|keep-alive|proxy-connection|proxy-authorization|te|transfer-encoding|upgrade)$/i;

/** A browser's connection, on its way through the proxy. */
interface Carried {
  readonly destination: Destination;
  readonly socket: Socket;
  readonly agent: Agent;
  /** Requests without their whole answer. */
  waiting: number;
}

/**
 * The browser's way through an HTTP proxy. What is encrypted, and WebSockets, go by CONNECT. Plain HTTP is asked for by whole
 * URLs (https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2): many a proxy allows CONNECT for port 443 alone.
 * `refused` hears what the proxy refuses after the connection was made.
 */
export function httpProxyRoute(
  proxy: ProxyServer,
  refused: (destination: Destination, error: Error) => void,
): Connect<Duplex> {
  const tunnel = proxyTunnel(proxy);
  const connections = new WeakMap<Duplex, Carried>();
  const server = createServer((incoming, response) => {
    const carried = connections.get(incoming.socket);
    if (carried === undefined) response.destroy();
    else void forward(proxy, carried, incoming, response, refused);
  });
  return async (destination, signal) => {
    if (destination.port === 443) return await tunnel(destination, signal);
    const socket = await openProxy(proxy, signal);
    const [near, far] = duplexPair();
    near.on("error", () => undefined);
    far.on("error", () => undefined).once("close", () => socket.destroy());
    const carry = async (): Promise<void> => {
      if (await isPlain(far)) {
        const carried = { destination, socket, agent: agentOf(socket), waiting: 0 };
        connections.set(far, carried);
        // A browser that is not told would send its next request into nothing. The socket may be half open.
        for (const event of ["end", "close"] as const) {
          socket.once(event, () => {
            if (carried.waiting === 0) far.destroy();
          });
        }
        if (isOver(socket)) far.destroy();
        else server.emit("connection", far);
        return;
      }
      await byConnect(proxy, socket, destination);
      await pipeline(far, socket, far);
    };
    carry().catch((error: unknown) => {
      const reason = error instanceof Error ? error : new Error(String(error));
      if (!far.destroyed) refused(destination, reason);
      far.destroy(reason);
    });
    return near;
  };
}

/** Whether the first octets of a connection are a plain request that a proxy can answer: no TLS, and no WebSocket. */
async function isPlain(stream: Duplex): Promise<boolean> {
  await new Promise<void>((resolve, reject) => {
    stream.once("readable", resolve).once("close", reject);
  });
  const first: unknown = stream.read();
  if (!(first instanceof Buffer)) throw new Error("nothing came");
  stream.unshift(first);
  const handshakeRecord = 0x16;
  return first[0] !== handshakeRecord && !/^upgrade: *websocket/im.test(first.toString("latin1"));
}

function isOver(socket: Socket): boolean {
  return socket.destroyed || socket.readableEnded;
}

/** All requests of a connection go over the one socket that is there already. */
function agentOf(socket: Socket): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let isTaken = false;
  agent.createConnection = (_options, created) => {
    if (!isTaken && !isOver(socket)) {
      isTaken = true;
      return socket;
    }
    created?.(new Error("the proxy has closed the connection"), socket);
    return undefined;
  };
  return agent;
}

async function forward(
  proxy: ProxyServer,
  carried: Carried,
  incoming: IncomingMessage,
  response: ServerResponse,
  refused: (destination: Destination, error: Error) => void,
): Promise<void> {
  const { destination, agent, socket } = carried;
  const { host, port } = destination;
  const authority = `${isIP(host) === 6 ? `[${host}]` : host}:${String(port)}`;
  const authorization = proxyAuthorization(proxy);
  const { method = "GET", url = "/" } = incoming;
  carried.waiting += 1;
  try {
    const outgoing = request({
      agent,
      method,
      path: `http://${port === 80 ? authority.replace(/:80$/, "") : authority}${url}`,
      setHost: false,
      headers: [
        ...endToEnd(incoming.rawHeaders),
        ...(authorization === undefined ? [] : ["Proxy-Authorization", authorization]),
      ],
    });
    response.once("close", () => {
      // After a whole answer its socket may carry the next request already.
      if (!response.writableFinished) outgoing.destroy();
    });
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      outgoing.once("response", resolve).once("error", reject);
    });
    await Promise.all([pipeline(incoming, outgoing), answered]);
    const answer = await answered;
    const { statusCode = 502, statusMessage = "" } = answer;
    if (statusCode === 407) {
      refused(destination, proxyError(proxy, `refuses: ${String(statusCode)} ${statusMessage}`));
    }
    response.writeHead(statusCode, statusMessage, endToEnd(answer.rawHeaders));
    await pipeline(answer, response);
    if (isOver(socket)) incoming.socket.end();
  } catch {
    // Cut off, as it would be without a proxy.
    incoming.socket.destroy();
  } finally {
    carried.waiting -= 1;
  }
}

/** Names and values in turn, without those for the next hop. */
function endToEnd(rawHeaders: readonly string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const [name = "", value = ""] = rawHeaders.slice(index, index + 2);
    if (!hopByHop.test(name)) kept.push(name, value);
  }
  return kept;
}
