import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { createGunzip, createGzip } from "node:zlib";

/** Characters that are packed at once, so that others have their turn in between. */
const partLength = 65_536;

/** Lines as gzip. */
export async function packLines(lines: Iterable<string>): Promise<Buffer> {
  return await buffer(Readable.from(parts(lines)).pipe(createGzip({ level: 1 })));
}

/** The lines of gzip, as they are read. Throws for what is no gzip, or is cut off. */
export async function* unpackLines(packed: Uint8Array): AsyncGenerator<string> {
  const unpacked = Readable.from([packed]).pipe(createGunzip());
  let rest = "";
  for await (const text of unpacked.setEncoding("utf8")) {
    const lines = (rest + String(text)).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}

function* parts(lines: Iterable<string>): Generator<Buffer> {
  let part = "";
  for (const line of lines) {
    part += `${line}\n`;
    if (part.length < partLength) continue;
    yield Buffer.from(part);
    part = "";
  }
  yield Buffer.from(part);
}
