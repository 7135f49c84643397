import type { Destination } from "./route.ts";

/** The octets of SOCKS5 (https://www.rfc-editor.org/rfc/rfc1928), of which Mayfly speaks CONNECT alone. */
export const version = 5;
/** Methods of authentication; the second is https://www.rfc-editor.org/rfc/rfc1929. */
export const methods = { none: 0, password: 2, noneAcceptable: 0xff } as const;
/** Commands of a request. */
export const connectCommand = 1;
/** What a reply says. */
export const replies = {
  succeeded: 0,
  generalFailure: 1,
  notAllowed: 2,
  networkUnreachable: 3,
  hostUnreachable: 4,
  connectionRefused: 5,
  timedOut: 6,
  commandNotSupported: 7,
  addressTypeNotSupported: 8,
} as const;
/** See {@link replies}. */
export type Reply = (typeof replies)[keyof typeof replies];

/** Types of an address. */
export const addressTypes = { ipv4: 1, name: 3, ipv6: 4 } as const;

/** Reads so many octets, or throws when there are no more. */
export type ReadOctets = (count: number) => Promise<Buffer>;

/** Reads one octet after the other. */
async function octet(read: ReadOctets): Promise<number> {
  return (await read(1)).readUInt8(0);
}

/** Reads a field whose first octet tells its length. */
export async function readField(read: ReadOctets): Promise<Buffer> {
  const length = await octet(read);
  return length === 0 ? Buffer.alloc(0) : await read(length);
}

/** Reads address and port, as requests and replies have them; null for an address of an unknown type. */
export async function readDestination(read: ReadOctets): Promise<Destination | null> {
  const host = await readHost(read);
  return host === null ? null : { host, port: (await read(2)).readUInt16BE(0) };
}

async function readHost(read: ReadOctets): Promise<string | null> {
  switch (await octet(read)) {
    case addressTypes.ipv4:
      return [...(await read(4))].join(".");
    case addressTypes.name:
      return (await readField(read)).toString("latin1");
    case addressTypes.ipv6: {
      const octets = await read(16);
      const groups = Array.from({ length: 8 }, (_, index) => octets.readUInt16BE(2 * index));
      // WHATWG URL writes an address in the one short form (https://url.spec.whatwg.org/#concept-ipv6-serializer).
      const long = groups.map((group) => group.toString(16)).join(":");
      return new URL(`http://[${long}]/`).hostname.slice(1, -1);
    }
    default:
      return null;
  }
}

/** A reply of the server; the address that it connected from is nobody's business. */
export function replyMessage(reply: Reply): Buffer {
  return Buffer.from([version, reply, 0, addressTypes.ipv4, 0, 0, 0, 0, 0, 0]);
}
