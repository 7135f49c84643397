import type { Duplex } from "node:stream";
import { withDeadline } from "./deadline.ts";
import { ProxyError } from "./proxy-server.ts";
import { destinationOf, type Connect, type Destination } from "./route.ts";

/** Failures that are remembered at most. */
const most = 1000;
/** Milliseconds in which a connection must be there. */
const connectMs = 30_000;

/**
 * Why connections could not be made, by their destinations: a browser behind SOCKS says of all of them that the connection
 * failed. The last of each is kept, until one succeeds.
 */
export class RouteFailures {
  readonly #failures = new Map<string, unknown>();

  /** The same way, remembered, and with a deadline. */
  watch<Stream extends Duplex>(connect: Connect<Stream>): Connect<Stream> {
    return async (destination, signal) => {
      const key = keyOf(destination);
      try {
        const stream = await withDeadline(connectMs, signal, async (within) => {
          return await connect(destination, within);
        });
        // What a proxy refuses, it refuses after it let itself be connected to.
        if (!(this.#failures.get(key) instanceof ProxyError)) this.#failures.delete(key);
        return stream;
      } catch (error) {
        // Whoever asked went away first: that says nothing of the destination.
        if (!signal.aborted) this.tell(destination, error);
        throw error;
      }
    };
  }

  /** What the last connection for a URL failed with; undefined when it did not. */
  of(url: string): unknown {
    return this.#failures.get(keyOf(destinationOf(url)));
  }

  /** Remembers what failed once the connection was made. */
  tell(destination: Destination, error: unknown): void {
    const key = keyOf(destination);
    this.#failures.delete(key);
    this.#failures.set(key, error);
    const [oldest] = this.#failures.keys();
    if (this.#failures.size > most && oldest !== undefined) this.#failures.delete(oldest);
  }
}

function keyOf({ host, port }: Destination): string {
  return `${host.toLowerCase()} ${String(port)}`;
}
