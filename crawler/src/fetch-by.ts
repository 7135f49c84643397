import { Agent, buildConnector, fetch } from "undici";
import type { Fetch } from "./network.ts";
import { PrivateAddressError } from "./private-address.ts";
import { destinationOf, type Connect } from "./route.ts";

/** `fetch` whose connections are made in another way. */
export interface Fetcher {
  /** Throws what `fetch` throws; `PrivateAddressError` as it is. */
  readonly fetch: Fetch;
  /** Ends what is in flight. */
  readonly close: () => Promise<void>;
}

/** Fetches over connections that `connect` makes; TLS and HTTP are as ever. */
export function fetchBy(connect: Connect): Fetcher {
  const secure = buildConnector({});
  const closing = new AbortController();
  const dispatcher = new Agent({
    connect: (options, callback) => {
      const { protocol, host = options.hostname } = options;
      connect(destinationOf(`${protocol}//${host}`), closing.signal).then(
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
  return {
    fetch: async (url, init) => {
      try {
        // Its class is another one than the system's, which nobody asks for.
        // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment
        return await fetch(url, { ...init, dispatcher });
      } catch (error) {
        const cause = error instanceof Error ? error.cause : undefined;
        throw cause instanceof PrivateAddressError ? cause : error;
      }
    },
    close: async () => {
      closing.abort();
      await dispatcher.destroy();
    },
  };
}
