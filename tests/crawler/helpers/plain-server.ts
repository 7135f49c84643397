import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A server on loopback that does what a test says. `await using` closes it. */
export interface PlainServer extends AsyncDisposable {
  /** Origin without a slash at the end. */
  readonly origin: string;
  /** Method and path of each request, in order: `GET /status`. */
  readonly requests: readonly string[];
}

/** Starts one. An answer that never ends the response keeps the client waiting. */
export async function servePlain(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  port = 0,
): Promise<PlainServer> {
  const requests: string[] = [];
  const server: Server = createServer((request, response) => {
    requests.push(`${request.method ?? ""} ${request.url ?? ""}`);
    answer(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", resolve);
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}
