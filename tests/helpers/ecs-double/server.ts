import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { AwsError } from "./aws-error.ts";
import { readCall, writeAnswer, writeError, type WireAnswer } from "./protocols.ts";
import type { AwsCall } from "./calls.ts";

/** What the server is for. */
export interface ServerOptions {
  /** Answers a call; may throw {@link AwsError}, or {@link ConnectionReset} to hang up. */
  readonly answer: (
    call: Omit<AwsCall, "at">,
    signal: AbortSignal,
  ) => Promise<{ readonly call: AwsCall; readonly result: object | string }>;
  /** Time of the Date header, in milliseconds. */
  readonly serverTime: () => number;
}

/** Thrown to reset the connection instead of answering. */
export class ConnectionReset extends Error {
  override readonly name = "ConnectionReset";
}

/** A server on loopback. */
export interface LoopbackServer {
  readonly endpoint: string;
  readonly port: number;
  /** Ends everything: open calls, idle connections, the port. */
  readonly close: () => Promise<void>;
}

/** Starts the server. It writes no Date of its own: clients measure the clock by it. */
export async function listen(options: ServerOptions): Promise<LoopbackServer> {
  let requests = 0;
  const server = createServer((request, response) => {
    response.sendDate = false;
    response.setHeader("date", new Date(options.serverTime()).toUTCString());
    response.setHeader("x-amzn-requestid", `double-${String((requests += 1))}`);
    void handle(request, response, options);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    if (!server.listening) return;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  };
  return { endpoint: `http://127.0.0.1:${port}`, port, close };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  options: ServerOptions,
): Promise<void> {
  const hungUp = new AbortController();
  response.once("close", () => hungUp.abort());
  const { signal } = hungUp;
  try {
    const answer = await answerTo(request, options, signal);
    response.writeHead(answer.status, answer.headers).end(answer.body);
  } catch (error) {
    if (error instanceof ConnectionReset) request.socket.resetAndDestroy();
    else response.destroy();
    // Nobody listens any more, or it was meant to be so; anything else is a fault of the double and has to be seen.
    if (!signal.aborted && !(error instanceof ConnectionReset)) throw error;
  }
}

async function answerTo(
  request: IncomingMessage,
  options: ServerOptions,
  signal: AbortSignal,
): Promise<WireAnswer> {
  const asked = readCall(request.headers, await text(request));
  if (asked === undefined) return { status: 404, headers: {}, body: "Not an AWS call." };
  try {
    const { call, result } = await options.answer(asked, signal);
    return writeAnswer(call, result);
  } catch (error) {
    if (error instanceof AwsError) return writeError(asked, error);
    throw error;
  }
}
