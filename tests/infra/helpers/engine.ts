import { createServer, type ListenOptions } from "node:net";

/** Something that takes connections as a Docker engine does. */
export interface Listener extends AsyncDisposable {
  /** Loopback port; undefined for a socket. */
  readonly port: number | undefined;
}

/** Takes connections at a socket, or at a free loopback port. */
export async function listen(
  where: ListenOptions = { host: "127.0.0.1", port: 0 },
): Promise<Listener> {
  const server = createServer((socket) => socket.end());
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(where, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === "string" ? undefined : address?.port,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
      }),
  };
}
