/** The bytes of a document, as far as the browser still has them. */
import type { DocumentExchanges } from "./document-exchange.ts";
import { WatchdogError } from "./errors.ts";
import { fieldOf } from "./untyped.ts";

/** How a document came, and its bytes. */
export interface SentDocument {
  readonly exchanges: DocumentExchanges["exchanges"];
  readonly body: Buffer;
}

/** Sends a DevTools command; throws what WebDriver answers. */
type Send = (command: string, parameters: object) => Promise<unknown>;

/**
 * Asks the browser for them; null when it has them no more, or has only what it made of them. Throws
 * {@link WatchdogError} alone: then the session is of no more use.
 */
export async function sentDocument(
  send: Send,
  { requestId, exchanges }: DocumentExchanges,
): Promise<SentDocument | null> {
  try {
    // https://chromedevtools.github.io/devtools-protocol/tot/Network/#method-getResponseBody
    const answer = await send("Network.getResponseBody", { requestId });
    const [text, isBase64] = [fieldOf(answer, "body"), fieldOf(answer, "base64Encoded")];
    if (typeof text !== "string") return null;
    const body = Buffer.from(text, isBase64 === true ? "base64" : "utf8");
    const headers = new Map(
      exchanges.at(-1)?.responseHeaders.map(([name, value]) => [name.toLowerCase(), value]),
    );
    // Text was decoded on its way here: what is not UTF-8 has become something else.
    const told = headers.has("content-encoding") ? undefined : headers.get("content-length");
    if (told !== undefined && Number(told) !== body.length) return null;
    const isSame = isBase64 === true || isAscii(body) || (await isUtf8(send, text));
    return isSame ? { exchanges, body } : null;
  } catch (error) {
    if (error instanceof WatchdogError) throw error;
    return null;
  }
}

function isAscii(bytes: Buffer): boolean {
  return bytes.every((byte) => byte < 0x80);
}

async function isUtf8(send: Send, text: string): Promise<boolean> {
  if (text.includes("\ufffd")) return false;
  const expression = "document.characterSet";
  const answer = await send("Runtime.evaluate", { expression, returnByValue: true });
  return fieldOf(fieldOf(answer, "result"), "value") === "UTF-8";
}
