import { deflateSync, gzipSync } from "node:zlib";
import type { Answer } from "./odd-site.ts";

const send = (
  body: string | Buffer,
  headers: Record<string, string> = {},
  status = 200,
): Answer => {
  return (_request, response) =>
    void response.writeHead(status, { "content-type": "text/html", ...headers }).end(body);
};
const titled = (title: string, body = ""): Answer => send(`<title>${title}</title>${body}`);
const script = (title: string, code: string): Answer => titled(title, `<script>${code}</script>`);
/** Bytes that need not be HTTP. */
const raw = (bytes: string): Answer => {
  return (request) => void request.socket.end(bytes);
};

/** A body of so many megabytes, as quickly as one megabyte in 50 ms, so that a test does not fill the machine's memory. */
const large = (megabytes: number, type: string): Answer => {
  return (_request, response) => {
    response.writeHead(200, { "content-type": type, "content-length": megabytes * 2 ** 20 });
    response.write("<title>Large</title>");
    const chunk = "<p>text</p>\n".repeat(2 ** 20 / 12);
    const timer = setInterval(() => response.write(chunk), 50);
    response.on("close", () => clearInterval(timer));
  };
};

const trickle: Answer = (_request, response) => {
  response.writeHead(200, { "content-type": "text/html" });
  response.write("<title>Trickle</title>");
  const timer = setInterval(() => response.write(" "), 100);
  response.on("close", () => clearInterval(timer));
};

const nested = (tag: string, times: number) => `<${tag}>`.repeat(times);

/** What is bad about them, in their paths. */
export const badPages: Readonly<Record<string, Answer>> = {
  "/never-finishes": trickle,
  "/large-html": large(1024, "text/html"),
  "/large-text": large(1024, "text/plain"),
  "/large-file": large(1024, "application/octet-stream"),
  "/opens-windows": script("Windows", "setInterval(() => open('/a'), 1)"),
  "/allocates": script("Allocates", "const all = []; for (;;) all.push(new Array(1e5).fill({}));"),
  "/grows": script("Grows", "setInterval(() => document.body.append('x'.repeat(100)), 1)"),
  "/recurses": script("Recurses", "const f = () => f(); f();"),
  "/backtracks": script("Backtracks", "/^(a+)+$/.test('a'.repeat(60) + 'b')"),
  "/dialog-loop": script("Dialog", "while (true) alert(1)"),
  "/frames-itself": titled("Frames", "<iframe src=/frames-itself></iframe>"),
  "/many-frames": titled("Many frames", "<iframe src=/a></iframe>".repeat(50)),
  "/deep": titled("Deep", nested("div", 20_000)),
  "/deep-inline": titled("Deep inline", nested("b", 20_000)),
  "/many-links": titled(
    "Many links",
    Array.from({ length: 10_000 }, (_, i) => `<a href="http://a.invalid/${i}">x</a>`).join(""),
  ),
  "/same-links": titled("Same links", "<a href='/a#x'>x</a>".repeat(10_000)),
  "/odd-links": titled(
    "Odd links",
    [
      ..."javascript:alert(1)|mailto:a@b.c|data:text/html,x|file:///etc/passwd|ftp://a.b/|chrome://crash".split(
        "|",
      ),
      ..."blob:x|about:blank|http://|http://[::1|http://a b/|http://a:99999/|//|http:///|tel:1|JaVaScRiPt:1".split(
        "|",
      ),
      ..."ws://a.invalid/|view-source:http://a.invalid/|\\\\\\\\a.invalid".split("|"),
    ]
      .map((href) => `<a href="${href}">x</a>`)
      .join(""),
  ),
  "/bidi-links": titled(
    "Bidi",
    `<meta charset=utf-8><a href="/\u202Egnp.exe">x</a><a href="http://b\u00fccher.invalid/">y</a>`,
  ),
  "/long-link": titled("Long link", `<a href="http://a.invalid/${"x".repeat(100_000)}">x</a>`),
  "/base-elsewhere": titled("Base", `<base href="javascript:1"><a href="x">x</a>`),
  "/long-title": titled("t".repeat(1_000_000)),
  "/no-utf-8": send(Buffer.from([0x3c, 0x70, 0x3e, 0xff, 0xfe, 0xc0, 0x80, 0xed, 0xa0, 0x80]), {
    "content-type": "text/html; charset=utf-8",
  }),
  "/null-bytes": titled("Null", "\0<p\0>a\0</p>".repeat(100)),
  "/no-charset": send("<title>No charset</title>", {
    "content-type": "text/html; charset=klingon",
  }),
  "/utf-16": send(Buffer.from("\ufeff<title>Wide</title>", "utf16le")),
  "/utf-7": send("+ADw-script+AD4-", { "content-type": "text/html; charset=utf-7" }),
  "/broken-gzip": send(gzipSync("<title>Zip</title>").subarray(0, 12), {
    "content-encoding": "gzip",
  }),
  "/no-gzip": send("<title>No gzip</title>", { "content-encoding": "gzip" }),
  "/gzip-bomb": send(gzipSync("<p>x</p>".repeat(2_000_000)), { "content-encoding": "gzip" }),
  "/odd-encoding": send(deflateSync("<title>Odd</title>"), { "content-encoding": "x-odd" }),
  "/no-http": raw("hello\r\n\r\n"),
  "/half-head": raw("HTTP/1.1 200 OK\r\nContent-Ty"),
  "/large-head": raw(`HTTP/1.1 200 OK\r\nx: ${"x".repeat(600_000)}\r\n\r\n<title>x</title>`),
  "/odd-status": raw(
    "HTTP/1.1 999 What\r\ncontent-type: text/html\r\ncontent-length: 18\r\n\r\n<title>999</title>",
  ),
  "/odd-chunks": raw(
    "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n<title>",
  ),
  "/two-lengths": raw("HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab"),
  "/continues": raw("HTTP/1.1 103 Early\r\n\r\nHTTP/1.1 204 No\r\n\r\n"),
  "/to-itself": send("", { location: "/to-itself" }, 302),
  "/to-javascript": send("", { location: "javascript:alert(1)" }, 302),
  "/to-data-url": send("", { location: "data:text/html,x" }, 302),
  "/to-spaces": send("", { location: "   " }, 302),
  "/not-modified": send("", {}, 304),
  "/refresh-loop": titled("Refresh", "<meta http-equiv=refresh content='0;url=/refresh-loop'>"),
  "/worker": script("Worker", "navigator.serviceWorker.register('/worker.js')"),
  "/svg": send(`<svg xmlns="http://www.w3.org/2000/svg"><a href="/a">x</a></svg>`, {
    "content-type": "image/svg+xml",
  }),
  "/broken-xml": send("<a><b></a>", { "content-type": "application/xhtml+xml" }),
  "/entity-bomb": send(
    `<!DOCTYPE a [<!ENTITY a "${"x".repeat(1000)}">${Array.from({ length: 9 }, (_, i) => `<!ENTITY a${i} "${`&a${i === 0 ? "" : i - 1};`.repeat(10)}">`).join("")}]><a>&a8;</a>`,
    { "content-type": "application/xml" },
  ),
  "/broken-pdf": send("%PDF-1.7 nothing", { "content-type": "application/pdf" }),
  "/broken-image": send("no image", { "content-type": "image/png" }),
};
