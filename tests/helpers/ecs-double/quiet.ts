import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { ClientRequest } from "node:http";
import { setImmediate as turn } from "node:timers/promises";

/** Turns of the event loop without anything going on, after which nothing more is expected. */
const quietTurns = 12;

/** Requests of this thread that are not listed as anything but themselves: files, connections, names. */
const busy = /^(FSReq|CloseReq|FileHandleCloseReq|TCPConnect|GetAddrInfo)/;

/**
 * Knows when the program under test has nothing left to do but wait: none of its calls to the double is open, no file or
 * connection is on its way, and the event loop has turned a few times without a new one. A call that the double itself
 * keeps waiting by its clock counts as waiting. It sees clients of its own thread only.
 */
export class Quiet implements Disposable {
  readonly #open = new Set<ClientRequest>();
  readonly #port: number;
  readonly #parked: () => number;

  /** `parked`: how many calls to the port are kept waiting by the double's clock. */
  constructor(port: number, parked: () => number) {
    this.#port = port;
    this.#parked = parked;
    subscribe("http.client.request.start", this.#onStart);
  }

  readonly #onStart = (message: unknown) => {
    const { request } = message as { readonly request: ClientRequest };
    if (!String(request.getHeader("host")).endsWith(`:${this.#port}`)) return;
    this.#open.add(request);
    request.once("close", () => this.#open.delete(request));
  };

  /** Resolves when it is quiet. */
  async wait(): Promise<void> {
    for (let quiet = 0; quiet < quietTurns; quiet += 1) {
      await turn();
      const still = this.#open.size <= this.#parked() && !isBusy();
      if (!still) quiet = -1;
    }
  }

  [Symbol.dispose](): void {
    unsubscribe("http.client.request.start", this.#onStart);
  }
}

function isBusy(): boolean {
  return process.getActiveResourcesInfo().some((name) => busy.test(name));
}
