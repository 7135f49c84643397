import { Agent, buildConnector, fetch, type Dispatcher } from "undici";
import type { Fetch } from "./network.ts";
import { PrivateAddressError } from "./private-address.ts";
import type { WholeUrls } from "./proxied-routes.ts";
import { ProxyError } from "./proxy-server.ts";
import { destinationOf, type Connect } from "./route.ts";

/** `fetch` whose connections are made in another way. */
export interface Fetcher {
  /** Throws what `fetch` throws; `PrivateAddressError` and `ProxyError` as they are. */
  readonly fetch: Fetch;
  /** Ends what is in flight. */
  readonly close: () => Promise<void>;
}

/** Fetches over connections that `connect` makes; TLS and HTTP are as ever, but for `wholeUrls`. */
export function fetchBy(connect: Connect, wholeUrls: WholeUrls | null = null): Fetcher {
  const secure = buildConnector({});
  const closing = new AbortController();
  const agent = new Agent({
    connect: (options, callback) => {
      const { protocol, host = options.hostname } = options;
      const destination = destinationOf(`${protocol}//${host}`);
      const isWhole = protocol === "http:" && wholeUrls?.isFor(destination.host) === true;
      const open = isWhole ? wholeUrls.connect : connect;
      open(destination, closing.signal).then(
        (socket) => {
          if (protocol === "https:") secure({ ...options, httpSocket: socket }, callback);
          else callback(null, socket);
        },
        (error: unknown) => {
          callback(error instanceof Error ? error : new Error(String(error)), null);
        },
      );
    },
  });
  const dispatcher = wholeUrls === null ? agent : agent.compose(askingByWholeUrls(wholeUrls));
  return {
    fetch: async (url, init) => {
      try {
        // Its class is another one than the system's, which nobody asks for.
        // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment
        return await fetch(url, { ...init, dispatcher });
      } catch (error) {
        const cause = error instanceof Error ? error.cause : undefined;
        const isOurs = cause instanceof PrivateAddressError || cause instanceof ProxyError;
        throw isOurs ? cause : error;
      }
    },
    close: async () => {
      closing.abort();
      await agent.destroy();
    },
  };
}

/** Plain requests as a proxy takes them. */
function askingByWholeUrls({
  isFor,
  authorization,
}: WholeUrls): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) => {
    const origin = String(options.origin);
    if (!origin.startsWith("http:") || !isFor(destinationOf(origin).host)) {
      return dispatch(options, handler);
    }
    // `fetch` gives them by their names.
    const headers = options.headers as Readonly<Record<string, string>>;
    const more = authorization === undefined ? {} : { "proxy-authorization": authorization };
    const path = origin.replace(/\/$/, "") + options.path;
    return dispatch({ ...options, path, headers: { ...headers, ...more } }, handler);
  };
}
