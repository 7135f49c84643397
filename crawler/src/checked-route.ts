import type { LookupAddress } from "node:dns";
import { resolveName, type Resolve } from "./direct-route.ts";
import { privateAddress, PrivateAddressError, privateHost } from "./private-address.ts";
import type { Connect } from "./route.ts";
import type { Duplex } from "node:stream";

/** Milliseconds for a name to resolve; many a network leaves that to its proxy. */
const resolveMs = 3000;
/** Names whose addresses are remembered at once: each connection would ask for them anew. */
const mostNames = 1000;

/**
 * A way by a proxy that is not asked for private addresses, nor for names that are known here to have one. What the proxy
 * itself makes of a name is its own business.
 */
export function checkedRoute<Stream extends Duplex>(
  connect: Connect<Stream>,
  resolve: Resolve = resolveName,
): Connect<Stream> {
  const known = new Map<string, Promise<readonly LookupAddress[]>>();
  const addressesOf = async (host: string): Promise<readonly LookupAddress[]> => {
    const asked = known.get(host) ?? knownAddresses(host, resolve);
    if (known.size >= mostNames) known.clear();
    known.set(host, asked);
    return await asked;
  };
  return async (destination, signal) => {
    const { host } = destination;
    const literal = privateHost(host);
    if (literal !== null) throw new PrivateAddressError(literal);
    for (const { address } of await addressesOf(host)) {
      const refusal = privateAddress(host, address);
      if (refusal !== null) throw new PrivateAddressError(refusal);
    }
    return await connect(destination, signal);
  };
}

/** The addresses of a name; none where it is not known here, or not soon enough. */
async function knownAddresses(host: string, resolve: Resolve): Promise<readonly LookupAddress[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly LookupAddress[]>((tell) => {
    timer = setTimeout(() => {
      tell([]);
    }, resolveMs);
  });
  try {
    return await Promise.race([resolve(host), late]);
  } catch {
    return [];
  } finally {
    clearTimeout(timer);
  }
}
