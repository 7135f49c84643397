import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { checkedRoute } from "./checked-route.ts";
import { opened, type Resolve } from "./direct-route.ts";
import { httpProxyRoute } from "./plain-http.ts";
import { isLoopback } from "./politeness.ts";
import { openProxy, proxyAuthorization, type ProxyServer } from "./proxy-server.ts";
import { proxyTunnel } from "./proxy-tunnel.ts";
import type { Connect, Destination } from "./route.ts";

/** The ways of a crawl to a destination. */
export interface Routes {
  /** The browser's. */
  readonly browser: Connect<Duplex>;
  /** The crawler's own. */
  readonly own: Connect;
  /** Set where plain HTTP is asked of the other end by whole URLs, since it is a proxy. */
  readonly wholeUrls: WholeUrls | null;
}

/** Plain HTTP through a proxy. */
export interface WholeUrls {
  /** Whether a host is asked so. */
  readonly isFor: (host: string) => boolean;
  readonly connect: Connect;
  /** The header for the proxy; undefined where it wants none. */
  readonly authorization: string | undefined;
}

/**
 * The ways by the proxy of `--proxy`. Where private addresses are allowed, this machine is not asked of the proxy, as browsers
 * have it; else the proxy is asked for no private address. `refused` hears what it refuses after a connection was made.
 */
export function proxiedRoutes(
  proxy: ProxyServer,
  allowPrivate: boolean,
  refused: (destination: Destination, error: Error) => void,
  resolve?: Resolve,
): Routes {
  const around = <Stream extends Duplex>(connect: Connect<Stream>): Connect<Stream | Socket> =>
    allowPrivate ? exceptThisMachine(connect) : checkedRoute(connect, resolve);
  const own = around(proxyTunnel(proxy));
  if (proxy.protocol === "socks5") return { browser: own, own, wholeUrls: null };
  return {
    browser: around(httpProxyRoute(proxy, refused)),
    own,
    wholeUrls: {
      isFor: (host) => !(allowPrivate && isThisMachine(host)),
      connect: around((_destination, signal) => openProxy(proxy, signal)),
      authorization: proxyAuthorization(proxy),
    },
  };
}

function exceptThisMachine<Stream extends Duplex>(
  connect: Connect<Stream>,
): Connect<Stream | Socket> {
  return async (destination, signal) =>
    isThisMachine(destination.host)
      ? await opened(destination, signal)
      : await connect(destination, signal);
}

function isThisMachine(host: string): boolean {
  return isLoopback(host) || host === "::1";
}
