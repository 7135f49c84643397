import type { Visit } from "./classify.ts";
import type { CrawlSettings } from "./config.ts";
import { directRoute } from "./direct-route.ts";
import { environmentNames } from "./contract.ts";
import { BrowserNetworkError } from "./errors.ts";
import { explained } from "./failure-of-way.ts";
import { askAs, type Ask } from "./network.ts";
import { proxiedRoutes, type Routes } from "./proxied-routes.ts";
import { proxyServer } from "./proxy-server.ts";
import type { Connect } from "./route.ts";
import { RouteFailures } from "./route-failures.ts";
import { SocksServer } from "./socks-server.ts";

/** The network as a crawl has it. */
export interface CrawlNetwork {
  /** The crawler's own requests. */
  readonly ask: Ask;
  /** Port of the SOCKS server for the browser; undefined where the browser goes by itself. */
  readonly socksPort: number | undefined;
  /**
   * Tells of a failure what the browser could not know, because it did not connect by itself. Throws
   * {@link BrowserNetworkError} where the browser can reach nothing at all.
   */
  readonly explain: (visit: Visit) => Visit;
  /** Ends all connections. */
  readonly close: () => Promise<void>;
}

/**
 * Opens the way to the network. Where private addresses are allowed and there is no proxy, nothing is in it. Else every
 * connection of crawler and browser is made here, where its address is checked and the proxy gets its password: of pages, of
 * their scripts and frames, of redirects and robots.txt.
 */
export async function openNetwork(
  { allowPrivate, proxy }: Pick<CrawlSettings, "allowPrivate" | "proxy">,
  agent: string,
): Promise<CrawlNetwork> {
  if (proxy !== undefined) {
    return await guardedNetwork(agent, (failures) =>
      proxiedRoutes(proxyServer(proxy), allowPrivate === true, (destination, error) => {
        failures.tell(destination, error);
      }),
    );
  }
  if (allowPrivate !== true) return await guardedNetwork(agent, () => direct(directRoute()));
  return {
    ask: askAs(agent),
    socksPort: undefined,
    explain: (visit) => visit,
    close: () => Promise.resolve(),
  };
}

/** One way for all. */
export function direct(route: Connect): Routes {
  return { browser: route, own: route, wholeUrls: null };
}

/** The network where every connection is made by these routes. */
export async function guardedNetwork(
  agent: string,
  routes: (failures: RouteFailures) => Routes,
): Promise<CrawlNetwork> {
  const failures = new RouteFailures();
  const { browser, own, wholeUrls } = routes(failures);
  const socks = await SocksServer.start(failures.watch(browser));
  // Only where it is needed: its memory is a tenth of a crawler's.
  const { fetchBy } = await import("./fetch-by.ts");
  const fetcher = fetchBy(failures.watch(own), wholeUrls);
  return {
    ask: askAs(agent, fetcher.fetch),
    socksPort: socks.port,
    explain: (visit) => {
      if (visit.kind !== "error" || visit.failedUrl === undefined) return visit;
      // Not what the SOCKS server answers when a connection fails: the browser never came to it.
      if (visit.message === "ERR_PROXY_CONNECTION_FAILED" && !socks.wasReached) throw noWay();
      return explained(visit, failures.of(visit.failedUrl));
    },
    close: async () => {
      await Promise.all([socks.close(), fetcher.close()]);
    },
  };
}

function noWay(): BrowserNetworkError {
  const { endpoint, allowPrivate, proxy } = environmentNames;
  return new BrowserNetworkError(
    `Expected a browser that shares localhost with the crawler in ${endpoint}, but got one that cannot connect to it, and has no other way to pages: let both containers share a network namespace, or set ${allowPrivate}=true and no ${proxy}.`,
  );
}
