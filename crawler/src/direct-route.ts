import { lookup as systemLookup, type LookupAddress, type LookupOptions } from "node:dns";
import { connect, type LookupFunction, type Socket, type TcpNetConnectOpts } from "node:net";
import { privateAddress, PrivateAddressError, privateHost } from "./private-address.ts";
import type { Connect } from "./route.ts";

/** All addresses of a name; throws what `dns.lookup` throws. */
export type Resolve = (name: string) => Promise<readonly LookupAddress[]>;

/** Milliseconds for one of several addresses before the next is tried; the last has the rest. */
const attemptMs = 1000;

/** Asks the system's resolver. */
export const resolveName: Resolve = async (name) =>
  await new Promise((resolve, reject) => {
    systemLookup(name, { all: true, verbatim: true }, (error, addresses) => {
      if (error === null) resolve(addresses);
      else reject(error);
    });
  });

/**
 * Connects from here, to public addresses alone. A name is resolved once, its addresses are checked, and the connection
 * leads to one that was: no second answer of DNS can lead it elsewhere. `open` is for tests.
 */
export function directRoute(
  resolve: Resolve = resolveName,
  open: typeof connect = connect,
): Connect {
  return async ({ host, port }, signal) => {
    const refusal = privateHost(host);
    if (refusal !== null) throw new PrivateAddressError(refusal);
    const lookup = checkedLookup(resolve);
    return await opened({ host, port, lookup }, signal, open);
  };
}

/**
 * Connects from here to whatever address. Resolves with a socket as soon as it is connected; throws the signal's reason when
 * it is aborted before.
 */
export async function opened(
  to: Pick<TcpNetConnectOpts, "host" | "port" | "lookup">,
  signal: AbortSignal,
  open: typeof connect = connect,
): Promise<Socket> {
  signal.throwIfAborted();
  const socket = open({
    ...to,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: attemptMs,
    allowHalfOpen: true,
    noDelay: true,
  });
  let abort = (): void => undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      abort = () => {
        // What it is aborted with may be anything, and is thrown as it is.
        reject(signal.reason as Error);
      };
      signal.addEventListener("abort", abort);
      socket.once("connect", resolve).once("error", reject);
    });
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

function checkedLookup(resolve: Resolve): LookupFunction {
  return (name, options: LookupOptions, callback) => {
    publicAddresses(name, resolve).then(
      (addresses) => {
        const [first] = addresses;
        if (options.all === true || first === undefined) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => {
        callback(error instanceof Error ? error : new Error(String(error)), "", 4);
      },
    );
  };
}

/** The public addresses of a name. Throws `PrivateAddressError` when there are others alone. */
async function publicAddresses(name: string, resolve: Resolve): Promise<readonly LookupAddress[]> {
  const addresses = await resolve(name);
  const refusals = addresses.map(({ address }) => privateAddress(name, address));
  const allowed = addresses.filter((_address, index) => refusals[index] === null);
  const refusal = refusals.find((text) => text !== null);
  if (allowed.length === 0 && typeof refusal === "string") throw new PrivateAddressError(refusal);
  if (allowed.length > 0) return allowed;
  throw Object.assign(new Error(`${name} has no address`), { code: "ENOTFOUND" });
}
