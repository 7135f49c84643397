/** Bytes in which an XML declaration, or a byte order mark, must have told the encoding. */
const headBytes = 256;

type Decoder = InstanceType<typeof TextDecoder>;

/**
 * The text of bytes by their byte order mark, else by their XML declaration, else as UTF-8. Encodings that are none are
 * taken for UTF-8, too.
 */
export async function* decoded(source: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let head = Buffer.alloc(0);
  let decoder: Decoder | null = null;
  for await (const chunk of source) {
    if (decoder !== null) {
      yield decoder.decode(chunk, { stream: true });
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < headBytes) continue;
    decoder = decoderOf(head);
    yield decoder.decode(head, { stream: true });
  }
  yield decoder === null ? decoderOf(head).decode(head) : decoder.decode();
}

function decoderOf(head: Buffer): Decoder {
  // https://www.w3.org/TR/xml/#sec-guessing
  if (head[0] === 0xff && head[1] === 0xfe) return new TextDecoder("utf-16le");
  if (head[0] === 0xfe && head[1] === 0xff) return new TextDecoder("utf-16be");
  if (head[0] === 0x3c && head[1] === 0) return new TextDecoder("utf-16le");
  if (head[0] === 0 && head[1] === 0x3c) return new TextDecoder("utf-16be");
  const declaration = head.toString("latin1", 0, headBytes);
  const [, label = "utf-8"] =
    /^[^<]*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)/.exec(declaration) ?? [];
  try {
    return new TextDecoder(label);
  } catch {
    return new TextDecoder();
  }
}

/** Bytes of one file that the protocol allows, unpacked. */
const mostBytes = 52_428_800;

/** Ends with an error what is larger than the protocol allows: a few bytes of gzip may be thousands of megabytes. */
export async function* limited(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > mostBytes) {
      throw new Error(`it has more than ${String(mostBytes)} bytes, and the rest is left out`);
    }
    yield chunk;
  }
}
