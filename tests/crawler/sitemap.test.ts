import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { askAs } from "../../crawler/src/network.ts";
import { sitemapPages } from "../../crawler/src/sitemap.ts";
import { SitemapXml, type ListedPage } from "../../crawler/src/sitemap-xml.ts";
import { never, RecordingOutput, urlsOf } from "./helpers/fakes.ts";
import { servePlain, type PlainServer } from "./helpers/plain-server.ts";

/** Serves files; `HOST` in a text is the server's origin. */
async function serveFiles(files: Readonly<Record<string, string | Buffer>>): Promise<PlainServer> {
  const server = await servePlain((request, response) => {
    const file = files[request.url ?? ""];
    if (file === undefined) response.writeHead(404).end();
    else response.end(typeof file === "string" ? file.replaceAll("HOST", server.origin) : file);
  });
  return server;
}

function readAll(server: PlainServer, path: string, output = new RecordingOutput()) {
  return sitemapPages(server.origin + path, askAs("mayfly"), output, never);
}

async function read(server: PlainServer, path: string, output = new RecordingOutput()) {
  return await urlsOf(readAll(server, path, output));
}

const urlset = (...locations: readonly string[]) =>
  `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${locations
    .map((location) => `<url><loc>${location}</loc><lastmod>2026-01-01</lastmod></url>`)
    .join("")}</urlset>`;

const index = (...locations: readonly string[]) =>
  `<sitemapindex>${locations.map((location) => `<sitemap><loc>${location}</loc></sitemap>`).join("")}</sitemapindex>`;

test("entities, white space and CDATA are read as XML has them", async () => {
  await using server = await serveFiles({
    "/s.xml": urlset(" https://a.org/?a=1&amp;b=2\n", "<![CDATA[https://a.org/c?d&e]]>"),
  });
  expect(await read(server, "/s.xml")).toEqual(["https://a.org/?a=1&b=2", "https://a.org/c?d&e"]);
});

test("locations of images are none of pages", async () => {
  await using server = await serveFiles({
    "/s.xml": `<urlset xmlns:image="i"><url><loc>https://a.org/</loc><image:image><image:loc>https://a.org/i.png</image:loc></image:image></url></urlset>`,
  });
  expect(await read(server, "/s.xml")).toEqual(["https://a.org/"]);
});

test("an index leads to its sitemaps, gzip or not", async () => {
  await using server = await serveFiles({
    "/index.xml": index("HOST/one.xml", "HOST/two.xml.gz"),
    "/one.xml": urlset("https://a.org/1"),
    "/two.xml.gz": gzipSync(urlset("https://a.org/2")),
  });
  expect(await read(server, "/index.xml")).toEqual(["https://a.org/1", "https://a.org/2"]);
});

test.each([
  [
    "an RSS feed",
    "<rss><channel><link>https://a.org/</link><item><link> https://a.org/1 </link></item></channel></rss>",
  ],
  ["an RSS 1.0 feed", "<rdf:RDF><item><link>https://a.org/1</link></item></rdf:RDF>"],
  [
    "an Atom feed",
    '<feed><link href="https://a.org/"/><entry><link rel="self" href="https://a.org/x"/><link href="https://a.org/1"/></entry></feed>',
  ],
])("%s lists its entries", async (_, text) => {
  await using server = await serveFiles({ "/feed.xml": text });
  expect(await read(server, "/feed.xml")).toEqual(["https://a.org/1"]);
});

test("an index that names itself comes to an end, and is fetched once", async () => {
  await using server = await serveFiles({
    "/index.xml": index("HOST/index.xml", "HOST/one.xml"),
    "/one.xml": urlset("https://a.org/1"),
  });
  expect(await read(server, "/index.xml")).toEqual(["https://a.org/1"]);
  expect(server.requests).toEqual(["GET /index.xml", "GET /one.xml"]);
});

test("what cannot be read is told, and what came before it counts", async () => {
  await using server = await serveFiles({
    "/index.xml": index("HOST/missing.xml", "HOST/broken.xml", "HOST/good.xml"),
    "/broken.xml": `<urlset>${"<url><loc>https://a.org/early</loc></url>".repeat(1)}<url></urlset>`,
    "/good.xml": urlset("https://a.org/good"),
  });
  const output = new RecordingOutput();
  expect(await read(server, "/index.xml", output)).toEqual([
    "https://a.org/early",
    "https://a.org/good",
  ]);
  expect(output.lines).toEqual([
    expect.stringMatching(/⛔ Sitemap .*missing.xml cannot be read: HTTP status 404/),
    expect.stringMatching(
      /⛔ Sitemap .*broken.xml cannot be read to its end, and gave 1 of its URLs: /,
    ),
  ]);
});

test("a big sitemap is read piece by piece, wherever it is cut", async () => {
  const text = urlset(...Array.from({ length: 20_000 }, (_, n) => `https://a.org/ä/${n}`));
  await using server = await serveFiles({ "/big.xml": text });
  const urls = await read(server, "/big.xml");
  expect([urls.length, urls[0], urls.at(-1)]).toEqual([
    20_000,
    "https://a.org/ä/0",
    "https://a.org/ä/19999",
  ]);
});

test("priorities are told where they are from 0 to 1", async () => {
  const url = (name: string, priority: string) =>
    `<url><priority>${priority}</priority><loc>https://a.org/${name}</loc></url>`;
  const plain = "<url><loc>https://a.org/d</loc></url>";
  const text = `<urlset>${url("a", "0.8")}${url("b", "")}${url("c", "7")}${plain}${url("e", "1.0")}</urlset>`;
  await using server = await serveFiles({ "/s.xml": text });
  const pages: ListedPage[] = [];
  for await (const page of readAll(server, "/s.xml")) pages.push(page);
  expect(pages).toEqual([
    { url: "https://a.org/a", priority: 0.8 },
    { url: "https://a.org/b" },
    { url: "https://a.org/c" },
    { url: "https://a.org/d" },
    { url: "https://a.org/e", priority: 1 },
  ]);
});

test.each<[string, (text: string) => Buffer]>([
  ["UTF-8 with a mark", (text) => Buffer.from(`\ufeff${text}`)],
  ["UTF-16 with a mark", (text) => Buffer.from(`\ufeff${text}`, "utf16le")],
  ["UTF-16, big end first", (text) => Buffer.from(`\ufeff${text}`, "utf16le").swap16()],
  ["UTF-16 without a mark", (text) => Buffer.from(text, "utf16le")],
  [
    "latin-1, as it says",
    (text) => Buffer.from(text.replace("?>", ' encoding="ISO-8859-1"?>'), "latin1"),
  ],
  ["an encoding that is none", (text) => Buffer.from(text.replace("?>", ' encoding="x-no"?>'))],
])("%s is read", async (_, encode) => {
  await using server = await serveFiles({
    "/s.xml": encode(urlset("https://a.org/ä", "https://a.org/b")),
  });
  expect(await read(server, "/s.xml")).toEqual(["https://a.org/ä", "https://a.org/b"]);
});

test("a text has a URL in each line, and what is none is left out", async () => {
  await using server = await serveFiles({
    "/s.txt": "\ufeffhttps://a.org/1\r\n\n https://a.org/2\nwords\nhttps://a.org/3",
  });
  expect(await read(server, "/s.txt")).toEqual([1, 2, 3].map((n) => `https://a.org/${n}`));
});

test("beyond 50,000 URLs, and beyond 50 MB unpacked, nothing is read, and that is told", async () => {
  const begun = urlset("https://a.org/").replace("</urlset>", "");
  await using server = await serveFiles({
    "/many.xml": urlset(...Array.from({ length: 50_010 }, (_, n) => `https://a.org/${n}`)),
    "/bomb.xml.gz": gzipSync(`${begun}${" ".repeat(60_000_000)}`),
  });
  const output = new RecordingOutput();
  expect((await read(server, "/many.xml", output)).length).toBe(50_000);
  expect(await read(server, "/bomb.xml.gz", output)).toEqual(["https://a.org/"]);
  expect(output.lines).toEqual([
    expect.stringMatching(
      /many.xml cannot be read to its end, and gave 50000 of its URLs: it has m/,
    ),
    expect.stringMatching(
      /bomb.xml.gz cannot be read to its end, .*: it has more than 52428800 by/,
    ),
  ]);
});

const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>`;
const good = "<url><loc>https://a.org/1</loc></url>";

/** What comes of files that are no sitemaps, or bad ones: always the URL before the broken place, and one warning. */
test.each<[what: string, file: string | Buffer, urls: number, warning: RegExp | null]>([
  ["nothing", "", 0, /it names no URL/],
  ["white space", " \n\t", 0, /it names no URL/],
  ["a well-formed HTML page", "<html><body/></html>", 0, /it has <html> instead of <urlset>/],
  ["an HTML page", "<!doctype html><title>No<p>a<br>b", 0, /cannot be read/],
  ["a JSON document", '{"urls":["https://a.org/1"]}', 0, /it names no URL/],
  ["bytes", Buffer.from([1, 2, 3, 0xff, 0xfe, 0]), 0, /it names no URL/],
  ["gzip that ends early", gzipSync(urlset("https://a.org/1")).subarray(0, 60), 0, /cannot be/],
  ["what is only called gzip", Buffer.from([0x1f, 0x8b, 1, 2, 3]), 0, /cannot be read/],
  ["entities of its own", `${bomb}<urlset>${good}<url><loc>&b;</loc></url></urlset>`, 1, /one URL/],
  [
    "an entity that is read from a file",
    `<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><urlset>${good}<url><loc>&f;</loc></url></urlset>`,
    1,
    /is read with one URL left out for a fault: .*: undefined entity\.$/,
  ],
  ["no end", `<urlset>${good}`, 1, /cannot be read/],
  ["elements that cross", `<urlset>${good}<url><loc>x</url></loc></urlset>`, 1, /cannot be read/],
  ["an attribute without quotes", `<urlset><url a=b></url>${good}</urlset>`, 1, null],
  ["an attribute twice", `<urlset><url a="1" a="2"></url>${good}</urlset>`, 1, null],
  ["empty lines before its declaration", `\n\n${urlset("https://a.org/1")}`, 1, null],
  [
    "a URL of 200 kB",
    `<urlset><url><loc>https://a.org/${"x".repeat(200_000)}</loc></url>${good}</urlset>`,
    1,
    null,
  ],
  ["an empty location", `<urlset><url><loc> </loc></url>${good}</urlset>`, 1, null],
  ["a page without a location", `<urlset><url><lastmod>x</lastmod></url>${good}</urlset>`, 1, null],
  ["a location outside of a page", `<urlset><loc>https://b.org/</loc>${good}</urlset>`, 1, null],
  ["ten thousand levels", `<urlset>${good}${"<a>".repeat(10_000)}`, 1, /cannot be read/],
  [
    "a control character",
    `<urlset><url><loc>https://a.org/\u0001</loc></url>${good}</urlset>`,
    1,
    /is read with one URL left out for a fault: .*: disallowed character\.$/,
  ],
  ["two documents", `<urlset>${good}</urlset><urlset></urlset>`, 1, /cannot be read/],
])("%s costs only itself", async (_, file, urls, warning) => {
  await using server = await serveFiles({
    "/index.xml": index("HOST/bad.xml", "HOST/good.xml"),
    "/bad.xml": file,
    "/good.xml": urlset("https://a.org/good"),
  });
  const output = new RecordingOutput();
  const found = await read(server, "/index.xml", output);
  expect(found.filter((url) => url.length < 1000)).toEqual([
    ...Array.from({ length: urls }, () => "https://a.org/1"),
    "https://a.org/good",
  ]);
  expect(output.lines).toEqual(warning === null ? [] : [expect.stringMatching(warning)]);
});

test("an ampersand that begins no reference is one, wherever the text is cut", () => {
  const text = urlset(
    "https://a.org/?a&b=2&amp;c",
    "<![CDATA[https://a.org/?a&b]]>",
    "https://a.org/&copy=1",
  );
  const urls = ["https://a.org/?a&b=2&c", "https://a.org/?a&b", "https://a.org/&copy=1"];
  for (let at = 1; at < text.length; at += 1) {
    const xml = new SitemapXml();
    const pages = [text.slice(0, at), text.slice(at)].flatMap((piece) => xml.read(piece).pages);
    xml.end();
    expect(pages.map(({ url }) => url)).toEqual(urls);
    expect(xml.leftOut).toBeNull();
  }
});

test("a faulty URL costs itself alone, in an index and a feed, too", async () => {
  await using server = await serveFiles({
    "/index.xml": index("HOST/&nbsp;", "one.xml"),
    "/one.xml": urlset(
      "https://a.org/1",
      "https://a.org/&nbsp;",
      "https://a.org/\u000bx",
      "https://a.org/2",
    ),
    "/feed.xml":
      '<feed><entry><link href="https://a.org/&u;"/><link href="https://a.org/1"/></entry></feed>',
  });
  const output = new RecordingOutput();
  expect(await read(server, "/index.xml", output)).toEqual(["https://a.org/1", "https://a.org/2"]);
  expect(await read(server, "/feed.xml", output)).toEqual(["https://a.org/1"]);
  expect(output.lines).toEqual([
    expect.stringMatching(/index.xml is read with one URL left out for a fault: /),
    expect.stringMatching(/one.xml is read with 2 URLs left out for a fault: /),
    expect.stringMatching(/feed.xml is read with one URL left out for a fault: /),
  ]);
});

test("who has enough of a sitemap reads no more of it", async () => {
  let isClosed = false;
  await using server = await servePlain((_request, response) => {
    response.on("close", () => (isClosed = true));
    response.write("<urlset>");
    const write = (): void => {
      while (!response.destroyed && response.write(good.repeat(100)));
    };
    response.on("drain", write);
    write();
  });
  const output = new RecordingOutput();
  for await (const { url } of sitemapPages(`${server.origin}/s.xml`, askAs("a"), output, never)) {
    expect(url).toBe("https://a.org/1");
    break;
  }
  await expect.poll(() => isClosed).toBe(true);
});
