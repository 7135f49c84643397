/** WARC records (https://iipc.github.io/warc-specifications/). The only importer of warcio, which is an optional package. */
import { WARCRecord, WARCSerializer } from "warcio";
import type { Exchange, HeaderList } from "./document-exchange.ts";

/** Headers that tell how a body was sent: what is kept is the body itself. */
const ofTransfer = ["content-encoding", "content-length", "transfer-encoding"];
const version = "WARC/1.1";

/**
 * A WARC file of the exchanges that led to a document; `body` is the answer to the last of them. Each record is a gzip
 * member of its own, so that such files, one after another, are a WARC file, too.
 */
export async function warcFile(
  exchanges: readonly Exchange[],
  body: Buffer,
  date: string,
): Promise<Buffer> {
  const info = WARCRecord.createWARCInfo(
    { warcVersion: version, date, type: "warcinfo" },
    { software: "mayfly-crawler", format: "WARC File Format 1.1" },
  );
  const infoId = info.warcHeader("WARC-Record-ID") ?? "";
  const parts = [await serialized(info)];
  for (const [index, exchange] of exchanges.entries()) {
    const isLast = index === exchanges.length - 1;
    const [response, request] = pair(exchange, isLast ? body : Buffer.of(), date, infoId);
    parts.push(await serialized(response), await serialized(request));
  }
  return Buffer.concat(parts);
}

function pair(
  exchange: Exchange,
  body: Buffer,
  date: string,
  infoId: string,
): readonly [response: WARCRecord, request: WARCRecord] {
  const { url, method, status, statusText, requestHeaders, responseHeaders } = exchange;
  const { pathname, search, host } = new URL(url);
  const common = { url, date, warcVersion: version, keepHeadersCase: true } as const;
  const response = WARCRecord.create(
    {
      ...common,
      type: "response",
      warcHeaders: { "WARC-Warcinfo-ID": infoId },
      statusline: `HTTP/1.1 ${String(status)} ${statusText}`.trimEnd(),
      httpHeaders: writable([
        ...responseHeaders.map(([name, value]) => [originalName(name), value] as const),
        ["Content-Length", String(body.length)],
      ]),
    },
    [body],
  );
  const request = WARCRecord.create(
    {
      ...common,
      type: "request",
      warcHeaders: {
        "WARC-Warcinfo-ID": infoId,
        "WARC-Concurrent-To": response.warcHeader("WARC-Record-ID") ?? "",
      },
      statusline: `${method} ${pathname}${search} HTTP/1.1`,
      httpHeaders: writable([
        ["Host", host],
        ...requestHeaders.filter(([name]) => name.toLowerCase() !== "host"),
      ]),
    },
    [],
  );
  return [response, request];
}

function originalName(name: string): string {
  return ofTransfer.includes(name.toLowerCase()) ? `X-Orig-${name}` : name;
}

function writable(headers: HeaderList): [string, string][] {
  return headers.map(([name, value]) => [name, value]);
}

async function serialized(record: WARCRecord): Promise<Uint8Array> {
  return await WARCSerializer.serialize(record, { gzip: true });
}
