/**
 * A connection to the browser's DevTools, for what WebDriver cannot do: it answers requests while a page loads. The only
 * importer of ws. https://chromedevtools.github.io/devtools-protocol/
 */
import WebSocket from "ws";
import { messageOf } from "./errors.ts";

/** What commands take, and commands and events bring. */
export type DevToolsParams = Readonly<Record<string, unknown>>;
/** Hears one kind of event; `sessionId` is undefined for the target of the connection itself. */
export type DevToolsListener = (params: DevToolsParams, sessionId: string | undefined) => void;

/** An open connection. */
export interface DevTools {
  /** Sends a command; throws the browser's refusal, no answer in time, or the end of the connection. */
  readonly send: (
    method: string,
    params?: DevToolsParams,
    sessionId?: string,
  ) => Promise<DevToolsParams>;
  readonly on: (event: string, listener: DevToolsListener) => void;
  readonly isOpen: () => boolean;
  readonly close: () => void;
}

/** Milliseconds to a connection, and to the answer of a command. */
const answerMs = 10_000;

interface Waiting {
  readonly resolve: (result: DevToolsParams) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** Connects to a `ws:` URL. Throws when nobody answers there in time. */
export async function connectDevTools(url: string): Promise<DevTools> {
  const socket = new WebSocket(url, { handshakeTimeout: answerMs, perMessageDeflate: false });
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, DevToolsListener>();
  let lastId = 0;
  const settle = (id: number): Waiting | undefined => {
    const one = waiting.get(id);
    clearTimeout(one?.timer);
    waiting.delete(id);
    return one;
  };
  socket.on("message", (data) => {
    const { id, method, params, result, error, sessionId } = parseMessage(data);
    if (id === undefined) {
      if (method !== undefined) listeners.get(method)?.(params ?? {}, sessionId);
      return;
    }
    const one = settle(id);
    if (error === undefined) one?.resolve(result ?? {});
    else one?.reject(new Error(`DevTools: ${error.message}`));
  });
  socket.on("close", () => {
    for (const id of [...waiting.keys()]) {
      settle(id)?.reject(new Error("The connection to the browser's DevTools is closed"));
    }
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", (error) => {
      reject(
        new Error(`The browser's DevTools cannot be reached at ${url}: ${messageOf(error)}`, {
          cause: error,
        }),
      );
    });
  });
  // "close" comes after it.
  socket.on("error", () => undefined);
  return {
    send: async (method, params = {}, sessionId) =>
      await new Promise<DevToolsParams>((resolve, reject) => {
        const id = (lastId += 1);
        const timer = setTimeout(() => {
          waiting.delete(id);
          reject(new Error(`No answer to the DevTools command ${method}`));
        }, answerMs);
        waiting.set(id, { resolve, reject, timer });
        socket.send(JSON.stringify({ id, method, params, sessionId }), (error) => {
          if (error) settle(id)?.reject(error);
        });
      }),
    on: (event, listener) => {
      listeners.set(event, listener);
    },
    isOpen: () => socket.readyState === WebSocket.OPEN,
    close: () => {
      socket.terminate();
    },
  };
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: DevToolsParams;
  readonly result?: DevToolsParams;
  readonly error?: { readonly message: string };
  readonly sessionId?: string;
}

function parseMessage(data: WebSocket.RawData): Message {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : data;
  // The browser's own words, by its protocol.
  return JSON.parse(
    bytes instanceof ArrayBuffer ? Buffer.from(bytes).toString("utf8") : bytes.toString("utf8"),
  ) as Message;
}
