import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/**
 * Lets containers reach a server that listens on 127.0.0.1: the same port of an address that containers know this machine by,
 * and that nobody outside reaches.
 */
export async function forwardTo(
  endpoint: string,
  address: string,
): Promise<{ readonly close: () => Promise<void> }> {
  const port = Number(new URL(endpoint).port);
  const open = new Set<Socket>();
  const server = createServer((incoming) => {
    const outgoing = connect(port, "127.0.0.1");
    for (const [from, to] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      open.add(from);
      from.once("error", () => to.destroy());
      from.once("close", () => open.delete(from));
      from.pipe(to);
    }
  });
  server.listen(port, address);
  await once(server, "listening");
  return {
    close: async () => {
      server.close();
      for (const socket of open) socket.destroy();
      await once(server, "close");
    },
  };
}
