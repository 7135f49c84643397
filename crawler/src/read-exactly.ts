import type { Duplex } from "node:stream";
import type { ReadOctets } from "./socks-protocol.ts";

/**
 * Reads from a stream so many octets and no more: the rest stays in it. Throws the stream's error, `ECONNRESET` when it ends
 * before, and the signal's reason when it is aborted.
 */
export function readerOf(stream: Duplex, signal: AbortSignal): ReadOctets {
  return async (count) => {
    for (;;) {
      signal.throwIfAborted();
      // Its type leaves open what is read; without an encoding it is a buffer.
      const octets: unknown = stream.read(count);
      if (octets instanceof Buffer && octets.length === count) return octets;
      if (octets !== null || stream.readableEnded || stream.destroyed) throw endOf(stream);
      await somethingComes(stream, signal);
    }
  };
}

async function somethingComes(stream: Duplex, signal: AbortSignal): Promise<void> {
  const events = ["readable", "end", "error", "close"];
  let proceed = (): void => undefined;
  const come = new Promise<void>((resolve) => {
    proceed = resolve;
  });
  for (const event of events) stream.on(event, proceed);
  signal.addEventListener("abort", proceed);
  try {
    await come;
  } finally {
    for (const event of events) stream.off(event, proceed);
    signal.removeEventListener("abort", proceed);
  }
}

function endOf(stream: Duplex): Error {
  return (
    stream.errored ??
    Object.assign(new Error("the connection was closed"), { code: "ECONNRESET" as const })
  );
}
