import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { askAs } from "../../crawler/src/network.ts";
import { sitemapUrls } from "../../crawler/src/sitemap.ts";
import { never, RecordingOutput } from "./helpers/fakes.ts";
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

function read(server: PlainServer, path: string, output = new RecordingOutput()) {
  return sitemapUrls(server.origin + path, askAs("mayfly"), output, never);
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
    expect.stringMatching(/⛔ Sitemap .*broken.xml cannot be read: /),
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
