import {
  connect as open,
  createServer,
  type AddressInfo,
  type Server,
  type Socket,
} from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import { PrivateAddressError } from "../../crawler/src/private-address.ts";
import type { Connect, Destination } from "../../crawler/src/route.ts";
import { SocksServer } from "../../crawler/src/socks-server.ts";

const started: { readonly close: () => Promise<unknown> }[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((one) => one.close()));
});

async function startSocks(connect: Connect): Promise<SocksServer> {
  const socks = await SocksServer.start(connect);
  started.push(socks);
  return socks;
}

/** A server on loopback, and the way there whatever the destination. */
async function startServer(serve: (socket: Socket) => void, allowHalfOpen = false) {
  const server: Server = createServer({ allowHalfOpen }, (socket) => {
    socket.on("error", () => undefined);
    serve(socket);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  started.push({ close: async () => await new Promise((resolve) => server.close(resolve)) });
  const asked: Destination[] = [];
  const connect: Connect = async (destination) => {
    asked.push(destination);
    const { port } = server.address() as AddressInfo;
    const socket = open({ port, host: "127.0.0.1", allowHalfOpen: true });
    socket.on("error", () => undefined);
    await new Promise((resolve) => socket.once("connect", resolve));
    return socket;
  };
  return { connect, asked };
}

/** All that a client gets back for these octets, until the other side ends; "reset" when it is cut off. */
async function talk(
  socks: SocksServer,
  ...octets: readonly (number | string)[]
): Promise<Buffer | "reset"> {
  const client = open(socks.port, "127.0.0.1").on("error", () => undefined);
  const message = octets.map((one) =>
    typeof one === "string" ? Buffer.from(one) : Buffer.from([one]),
  );
  client.write(Buffer.concat(message));
  try {
    return Buffer.concat((await client.toArray()) as Buffer[]);
  } catch {
    return "reset";
  }
}

const hello = [5, 1, 0];
const toName = (name: string, port: number) => [
  5,
  1,
  0,
  3,
  name.length,
  name,
  port >> 8,
  port & 255,
];
const granted = Buffer.from([5, 0, 5, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
const reply = (code: number) => Buffer.from([5, 0, 5, code, 0, 1, 0, 0, 0, 0, 0, 0]);

describe("a request is served:", () => {
  test.each<[string, (number | string)[], Destination]>([
    ["a name", toName("example.com", 443), { host: "example.com", port: 443 }],
    ["an IPv4 address", [5, 1, 0, 1, 93, 184, 215, 14, 0, 80], { host: "93.184.215.14", port: 80 }],
    [
      "an IPv6 address",
      [5, 1, 0, 4, 0x26, 6, 0x47, 0, ...Array.from({ length: 11 }, () => 0), 1, 0x1f, 0x90],
      { host: "2606:4700::1", port: 8080 },
    ],
  ])("%s", async (_what, request, destination) => {
    const { connect, asked } = await startServer((socket) => socket.end("pong"));
    const socks = await startSocks(connect);
    expect(await talk(socks, ...hello, ...request)).toEqual(
      Buffer.concat([granted, Buffer.from("pong")]),
    );
    expect(asked).toEqual([destination]);
  });

  test("what the client sends right behind it is not lost, nor what comes after the other side's end", async () => {
    const { connect } = await startServer((socket) => socket.pipe(socket), true);
    const socks = await startSocks(connect);
    const client = open({ port: socks.port, host: "127.0.0.1", allowHalfOpen: true });
    client.end(
      Buffer.concat([
        Buffer.from([...hello, 5, 1, 0, 3, 1]),
        Buffer.from("a"),
        Buffer.from([0, 80]),
        Buffer.from("early data"),
      ]),
    );
    const answer = Buffer.concat((await client.toArray()) as Buffer[]);
    expect(answer.subarray(granted.length).toString()).toBe("early data");
  });

  test("a connection that is reset is reset for the client, too", async () => {
    const { connect } = await startServer((socket) => {
      socket.once("data", () => socket.resetAndDestroy());
    });
    const socks = await startSocks(connect);
    expect(await talk(socks, ...hello, ...toName("a", 80), "GET /")).toBe("reset");
  });
});

describe("what fails is told by the code of the reply:", () => {
  const failing =
    (error: Error): Connect =>
    () =>
      Promise.reject(error);
  const system = (code: string) => Object.assign(new Error(code), { code });
  test.each<[string, Error, number]>([
    ["a private address", new PrivateAddressError("no"), 2],
    ["an unreachable network", system("ENETUNREACH"), 3],
    ["an unknown name", system("ENOTFOUND"), 4],
    ["a refused connection", system("ECONNREFUSED"), 5],
    ["no answer", system("ETIMEDOUT"), 6],
    ["anything else", new Error("oops"), 1],
  ])("%s", async (_what, error, code) => {
    const socks = await startSocks(failing(error));
    expect(await talk(socks, ...hello, ...toName("a.test", 80))).toEqual(reply(code));
  });
});

describe("what is no request of ours is not served:", () => {
  test.each<[string, (number | string)[], Buffer]>([
    ["HTTP", ["GET / HTTP/1.1\r\n\r\n"], Buffer.alloc(0)],
    ["SOCKS4", [4, 1, 0, 80, 93, 184, 215, 14, 0], Buffer.alloc(0)],
    ["a client that insists on a password", [5, 1, 2], Buffer.from([5, 0xff])],
    ["a client that offers nothing", [5, 0], Buffer.from([5, 0xff])],
    ["BIND", [...hello, 5, 2, 0, 1, 93, 184, 215, 14, 0, 80], reply(7)],
    ["UDP", [...hello, 5, 3, 0, 1, 93, 184, 215, 14, 0, 80], reply(7)],
    ["an unknown type of address", [...hello, 5, 1, 0, 9], reply(8)],
  ])("%s", async (_what, octets, answer) => {
    const { connect, asked } = await startServer((socket) => socket.end());
    const socks = await startSocks(connect);
    expect(await talk(socks, ...octets)).toEqual(answer);
    expect(asked).toEqual([]);
  });
});

describe("its end", () => {
  test("ends what is going on, what is being made, and what has said nothing yet", async () => {
    const { connect } = await startServer((socket) => void socket.write("never done"));
    const givenUp = new AbortController();
    const begun = new Set<string>();
    const socks = await SocksServer.start(async (destination, signal) => {
      begun.add(destination.host);
      if (destination.host === "talks") return await connect(destination, signal);
      signal.addEventListener("abort", () => {
        givenUp.abort();
      });
      return await new Promise<never>(() => undefined);
    });
    const clients = ["talks", "hangs"].map((host) => talk(socks, ...hello, ...toName(host, 80)));
    const silent = open(socks.port, "127.0.0.1").on("error", () => undefined);
    const isClosed = new Promise((resolve) => silent.once("close", resolve));
    await new Promise((resolve) => silent.once("connect", resolve));
    await vi.waitFor(() => {
      expect(begun.size).toBe(2);
    });
    await socks.close();
    await Promise.all([...clients, isClosed]);
    await vi.waitFor(() => {
      expect(givenUp.signal.aborted).toBe(true);
    });
  });

  test("of a client ends the connection that is made for it", async () => {
    let closed: Promise<unknown> = Promise.resolve();
    const { connect } = await startServer((socket) => {
      closed = new Promise((resolve) => socket.once("close", resolve));
      socket.write("hello");
    });
    const socks = await startSocks(connect);
    const client = open(socks.port, "127.0.0.1").on("error", () => undefined);
    client.write(
      Buffer.concat([
        Buffer.from([...hello, 5, 1, 0, 3, 1]),
        Buffer.from("a"),
        Buffer.from([0, 80]),
      ]),
    );
    await new Promise((resolve) => client.once("data", resolve));
    client.destroy();
    await closed;
  });
});
