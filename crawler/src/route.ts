import type { Socket } from "node:net";
import type { Duplex } from "node:stream";

/** Where a connection is to lead. */
export interface Destination {
  /** Name, or IP address without brackets. */
  readonly host: string;
  readonly port: number;
}

/**
 * Opens a connection to a destination, by whatever way. Throws `PrivateAddressError` where the crawl may not go, and the
 * system's errors, such as `ECONNREFUSED` and `ENOTFOUND`.
 */
export type Connect<Stream extends Duplex = Socket> = (
  destination: Destination,
  signal: AbortSignal,
) => Promise<Stream>;

/** Where a connection for a URL leads. */
export function destinationOf(url: string): Destination {
  const { hostname, port, protocol } = new URL(url);
  return {
    host: hostname.replace(/^\[(.*)\]$/, "$1"),
    port: port === "" ? (protocol === "https:" ? 443 : 80) : Number(port),
  };
}
