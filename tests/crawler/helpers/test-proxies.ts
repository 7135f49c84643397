import { createServer, request, type IncomingMessage } from "node:http";
import {
  connect,
  createServer as createTcpServer,
  type AddressInfo,
  type Server,
  type Socket,
} from "node:net";
import type { Duplex } from "node:stream";

/** A proxy on loopback that knows some names. `await using` closes it. */
export interface TestProxy extends AsyncDisposable {
  readonly port: number;
  /** What it was asked for: `GET http://a.test/`, `CONNECT a.test:443`, with `(refused)` where it did not serve. */
  readonly requests: readonly string[];
}

/** One for HTTP. */
export interface TestHttpProxy extends TestProxy {
  /** Closes connections that wait for their next request. */
  readonly closeIdle: () => void;
}

/** Whom a proxy serves, and where the names are that it knows: ports of this machine. */
export interface TestProxyOptions {
  readonly user?: string;
  readonly password?: string;
  readonly names: Readonly<Record<string, number>>;
}

/** An HTTP proxy as Squid is set up by default: plain HTTP for any port, CONNECT for 443 and, so that it can be seen, 8443. */
export async function startHttpProxy({
  user,
  password,
  names,
}: TestProxyOptions): Promise<TestHttpProxy> {
  const requests: string[] = [];
  const expected =
    user === undefined
      ? undefined
      : `Basic ${Buffer.from(`${user}:${password ?? ""}`).toString("base64")}`;
  const isServed = ({ method, url, headers }: IncomingMessage): boolean => {
    const isUser = headers["proxy-authorization"] === expected;
    requests.push(`${method ?? ""} ${url ?? ""}${isUser ? "" : " (refused)"}`);
    return isUser;
  };
  const server = createServer((incoming, response) => {
    if (!isServed(incoming)) {
      response.writeHead(407, { "proxy-authenticate": "Basic realm=test" }).end();
      return;
    }
    const { hostname, pathname, search } = new URL(incoming.url ?? "");
    const port = names[hostname];
    if (port === undefined) {
      response.writeHead(502).end("no such host");
      return;
    }
    const { "proxy-authorization": _proxy, ...headers } = incoming.headers;
    const outgoing = request(
      { host: "127.0.0.1", port, method: incoming.method, path: pathname + search, headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    outgoing.on("error", () => response.destroy());
    incoming.pipe(outgoing);
  });
  server.on("connect", (incoming: IncomingMessage, client: Duplex, head: Buffer) => {
    client.on("error", () => undefined);
    if (!isServed(incoming)) {
      client.end("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    const [host = "", asked] = (incoming.url ?? "").split(":");
    const port = names[host];
    if (port === undefined || !/^(?:8?443|8080)$/.test(asked ?? "")) {
      client.end("HTTP/1.1 403 Forbidden\r\n\r\n");
      return;
    }
    client.write("HTTP/1.1 200 Connection established\r\n\r\n");
    client.unshift(head);
    join(client, connect(port, "127.0.0.1"));
  });
  const closeIdle = (): void => {
    server.closeIdleConnections();
  };
  return { ...(await started(server, requests)), closeIdle };
}

/** A SOCKS5 proxy that resolves names by itself, and wants a user where one is given. */
export async function startSocksProxy({
  user,
  password = "",
  names,
}: TestProxyOptions): Promise<TestProxy> {
  const requests: string[] = [];
  const serve = async (client: Socket): Promise<void> => {
    const octets = octetsOf(client);
    const take = async (count: number): Promise<Buffer> => {
      const taken: number[] = [];
      while (taken.length < count) taken.push((await octets.next()).value ?? 0);
      return Buffer.from(taken);
    };
    const text = async (): Promise<string> => (await take((await take(1))[0] ?? 0)).toString();
    await take(1);
    const offered = await text();
    const method = user === undefined ? 0 : 2;
    if (!offered.includes(String.fromCharCode(method))) {
      requests.push("a client without a password (refused)");
      client.end(Buffer.from([5, 0xff]));
      return;
    }
    client.write(Buffer.from([5, method]));
    if (user !== undefined) {
      await take(1);
      const isUser = (await text()) === user && (await text()) === password;
      client.write(Buffer.from([1, isUser ? 0 : 1]));
      if (!isUser) {
        requests.push("a client with another password (refused)");
        client.end();
        return;
      }
    }
    const [, , , type] = await take(4);
    const host = type === 3 ? await text() : [...(await take(type === 1 ? 4 : 16))].join(".");
    const destination = `CONNECT ${host}:${String((await take(2)).readUInt16BE(0))}`;
    requests.push(destination);
    const port = names[host];
    client.write(Buffer.from([5, port === undefined ? 4 : 0, 0, 1, 0, 0, 0, 0, 0, 0]));
    if (port === undefined) client.end();
    else join(client, connect(port, "127.0.0.1"));
  };
  const server = createTcpServer((client) => {
    client.on("error", () => undefined);
    void serve(client);
  });
  return await started(server, requests);
}

async function* octetsOf(socket: Socket): AsyncGenerator<number, undefined> {
  for (;;) {
    const chunk: unknown = socket.read(1);
    if (chunk instanceof Buffer) yield chunk[0] ?? 0;
    else if (socket.readableEnded || socket.destroyed) return;
    else {
      await new Promise<void>((resolve) => {
        for (const event of ["readable", "end", "close"]) socket.once(event, () => resolve());
      });
    }
  }
}

function join(client: Duplex, remote: Socket): void {
  remote.on("error", () => client.destroy());
  client.on("close", () => remote.destroy());
  client.pipe(remote);
  remote.pipe(client);
}

async function started(server: Server, requests: readonly string[]): Promise<TestProxy> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined).once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
