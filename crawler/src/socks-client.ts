import { isIP, isIPv4, type Socket } from "node:net";
import { readerOf } from "./read-exactly.ts";
import type { Destination } from "./route.ts";
import * as socks from "./socks-protocol.ts";

/** User and password for a proxy; empty where there are none. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** A SOCKS5 server that does not do what it is asked. */
export class SocksRefusal extends Error {
  override readonly name = "SocksRefusal";
  /** What it replied; null where it wants another authentication, or speaks another language. */
  readonly reply: number | null;

  constructor(message: string, reply: number | null) {
    super(message);
    this.reply = reply;
  }
}

/**
 * Asks the SOCKS5 server at the other end of a socket to connect it to a destination. Names go as they are, for the server
 * to resolve. Throws {@link SocksRefusal} when it does not.
 */
export async function connectBySocks(
  socket: Socket,
  { username, password }: Credentials,
  destination: Destination,
  signal: AbortSignal,
): Promise<void> {
  const { none, password: withPassword } = socks.methods;
  const read = readerOf(socket, signal);
  const offered = username === "" && password === "" ? [none] : [none, withPassword];
  socket.write(Buffer.from([socks.version, offered.length, ...offered]));
  const [version, method] = await read(2);
  if (version !== socks.version) throw new SocksRefusal("it does not speak SOCKS5", null);
  if (method === withPassword && offered.includes(withPassword)) {
    // https://www.rfc-editor.org/rfc/rfc1929
    socket.write(Buffer.concat([Buffer.from([1]), field(username), field(password)]));
    const [, status] = await read(2);
    if (status !== 0) throw new SocksRefusal("it refuses user and password", null);
  } else if (method !== none) {
    throw new SocksRefusal("it wants another authentication", null);
  }
  socket.write(connectRequest(destination));
  const [, reply = socks.replies.generalFailure] = await read(3);
  if (reply !== socks.replies.succeeded) {
    throw new SocksRefusal(`it makes no connection (reply ${String(reply)})`, reply);
  }
  await socks.readDestination(read);
}

/** A request to connect. */
function connectRequest({ host, port }: Destination): Buffer {
  const ports = Buffer.alloc(2);
  ports.writeUInt16BE(port);
  const begin = Buffer.from([socks.version, socks.connectCommand, 0]);
  return Buffer.concat([begin, hostField(host), ports]);
}

function hostField(host: string): Buffer {
  const { ipv4, ipv6, name } = socks.addressTypes;
  if (isIPv4(host)) return Buffer.from([ipv4, ...host.split(".").map(Number)]);
  if (isIP(host) === 6) return Buffer.from([ipv6, ...octetsOfIPv6(host)]);
  return Buffer.concat([Buffer.from([name]), field(host)]);
}

/** A field whose first octet tells its length. */
function field(text: string): Buffer {
  const octets = Buffer.from(text, "utf8");
  if (octets.length > 255) throw new SocksRefusal("it takes no more than 255 octets", null);
  return Buffer.concat([Buffer.from([octets.length]), octets]);
}

function octetsOfIPv6(address: string): number[] {
  const [head = "", tail] = new URL(`http://[${address}]/`).hostname.slice(1, -1).split("::");
  const groups = (text: string): number[] =>
    text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16));
  const [first, last] = [groups(head), groups(tail ?? "")];
  const zeros = Array.from({ length: 8 - first.length - last.length }, () => 0);
  return [...first, ...zeros, ...last].flatMap((group) => [group >> 8, group & 0xff]);
}
