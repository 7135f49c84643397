import { unzipped } from "./unzipped.ts";

/** https://www.rfc-editor.org/rfc/rfc9309#section-2.5: at least 500 KiB must be parsed. */
const capBytes = 500 * 1024;

/**
 * The text of a robots.txt, of which the first 500 KiB count, unpacked. A line that the limit cuts is left out: half a path
 * would refuse more than was meant. Throws when the body breaks off.
 */
export async function readRobotsFile({ body }: Pick<Response, "body">): Promise<string> {
  if (body === null) return "";
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of unzipped(body)) {
    chunks.push(chunk);
    bytes += chunk.length;
    // What comes after it is neither read nor waited for.
    if (bytes > capBytes) break;
  }
  const text = textOf(Buffer.concat(chunks).subarray(0, capBytes));
  return bytes <= capBytes ? text : text.slice(0, text.search(/[\r\n][^\r\n]*$/) + 1);
}

/**
 * UTF-8, as the standard wants it, or UTF-16 where a byte order mark says so: some editors save it. Without a mark, what is
 * left of UTF-16 without its zeros is the text again, as far as it is ASCII.
 */
function textOf(bytes: Buffer): string {
  const mark = bytes.toString("hex", 0, 2);
  const label = mark === "fffe" ? "utf-16le" : mark === "feff" ? "utf-16be" : "utf-8";
  return new TextDecoder(label).decode(bytes).replaceAll("\0", "");
}
