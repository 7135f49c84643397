import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { withDeadline } from "./deadline.ts";
import { causeCode } from "./errors.ts";
import { PrivateAddressError } from "./private-address.ts";
import { readerOf } from "./read-exactly.ts";
import type { Connect, Destination } from "./route.ts";
import * as socks from "./socks-protocol.ts";

/** Milliseconds in which a client must say where to. */
const handshakeMs = 10_000;

/**
 * A SOCKS5 server on loopback, the browser's only way to the network: every connection is made by `connect`. It takes no
 * password, since browsers have none to give.
 */
export class SocksServer {
  readonly #server: Server;
  readonly #connect: Connect<Duplex>;
  readonly #clients = new Set<Socket>();

  #wasReached = false;

  private constructor(connect: Connect<Duplex>) {
    this.#connect = connect;
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
      this.#wasReached = true;
      this.#clients.add(client);
      client.once("close", () => this.#clients.delete(client));
      // Whoever reads from it sees that it is destroyed.
      client.on("error", () => undefined);
      void this.#serve(client);
    });
  }

  /** Starts one on a free port. Throws what `listen` throws. */
  static async start(connect: Connect<Duplex>): Promise<SocksServer> {
    const server = new SocksServer(connect);
    await new Promise<void>((resolve, reject) => {
      server.#server.once("error", reject).listen(0, "127.0.0.1", resolve);
    });
    return server;
  }

  /** Whether anybody has ever connected to it. */
  get wasReached(): boolean {
    return this.#wasReached;
  }

  get port(): number {
    // It listens on a port, so its address is no path of a pipe.
    return (this.#server.address() as AddressInfo).port;
  }

  /** Ends all connections, those that are being made too, and takes no more. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const client of this.#clients) client.destroy();
    await closed;
  }

  async #serve(client: Socket): Promise<void> {
    const gone = new AbortController();
    client.once("close", () => {
      gone.abort();
    });
    try {
      const destination = await withDeadline(handshakeMs, gone.signal, async (signal) => {
        return await readRequest(client, signal);
      });
      const remote = await this.#connect(destination, gone.signal);
      client.write(socks.replyMessage(socks.replies.succeeded));
      join(client, remote);
    } catch (error) {
      const reply = replyTo(error);
      if (reply !== null) client.write(socks.replyMessage(reply));
      client.destroySoon();
    }
  }
}

/** A request that is none, or none of ours. */
class RequestError extends Error {
  /** Null where the other side speaks another language. */
  readonly reply: socks.Reply | null;

  constructor(reply: socks.Reply | null) {
    super("not a request that can be served");
    this.reply = reply;
  }
}

async function readRequest(client: Socket, signal: AbortSignal): Promise<Destination> {
  const read = readerOf(client, signal);
  if ((await read(1)).readUInt8(0) !== socks.version) throw new RequestError(null);
  const offered = await socks.readField(read);
  const isOpen = offered.includes(socks.methods.none);
  client.write(
    Buffer.from([socks.version, isOpen ? socks.methods.none : socks.methods.noneAcceptable]),
  );
  if (!isOpen) throw new RequestError(null);
  const [version, command] = await read(3);
  if (version !== socks.version) throw new RequestError(null);
  const destination = await socks.readDestination(read);
  if (destination === null) throw new RequestError(socks.replies.addressTypeNotSupported);
  if (command !== socks.connectCommand) throw new RequestError(socks.replies.commandNotSupported);
  return destination;
}

/** Carries everything both ways, until both have ended or one is gone. A reset is passed on as one. */
function join(client: Socket, remote: Duplex): void {
  remote.on("error", () => undefined);
  remote.once("close", () => {
    if (remote.errored === null) client.destroySoon();
    else client.resetAndDestroy();
  });
  client.once("close", () => remote.destroy());
  if (client.destroyed) remote.destroy();
  client.pipe(remote);
  remote.pipe(client);
}

function replyTo(error: unknown): socks.Reply | null {
  if (error instanceof RequestError) return error.reply;
  if (error instanceof PrivateAddressError) return socks.replies.notAllowed;
  switch (causeCode(error)) {
    case "ECONNREFUSED":
      return socks.replies.connectionRefused;
    case "ENETUNREACH":
      return socks.replies.networkUnreachable;
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "EHOSTUNREACH":
      return socks.replies.hostUnreachable;
    case "ETIMEDOUT":
      return socks.replies.timedOut;
    case undefined:
    default:
      return socks.replies.generalFailure;
  }
}
