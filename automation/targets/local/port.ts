import { createServer } from "node:net";

/** A TCP port of the loopback interface that is free now. */
export async function freePort(): Promise<number> {
  return await listen(0);
}

/** True when nothing listens on the port of the loopback interface. */
export async function isPortFree(port: number): Promise<boolean> {
  return await listen(port).then(
    () => true,
    () => false,
  );
}

async function listen(port: number): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === "object" && address !== null ? address.port : port);
      });
    });
  });
}
