import { expect, test } from "vitest";
import { crawlSitemaps } from "../../crawler/src/crawl-sitemaps.ts";
import { askAs } from "../../crawler/src/network.ts";
import { Robots } from "../../crawler/src/robots.ts";
import { crawlLinks } from "./helpers/fake-crawl.ts";
import { FakeClock, never, RecordingOutput } from "./helpers/fakes.ts";
import { servePlain, type PlainServer } from "./helpers/plain-server.ts";

/** Serves texts by their paths; `HERE` in one is the server's own origin. */
async function serve(files: Readonly<Record<string, string>>): Promise<PlainServer> {
  const server = await servePlain((request, response) => {
    const file = files[request.url ?? ""];
    if (file === undefined) response.writeHead(404).end();
    else response.end(file.replaceAll("HERE", server.origin));
  });
  return server;
}

/** The sitemaps of a crawl, and what of them is visited, said and skipped. */
async function crawl(
  urls: readonly string[],
  sitemaps: readonly string[],
  scope: "page" | "same-origin" = "same-origin",
) {
  const output = new RecordingOutput();
  const ask = askAs("mayfly");
  const robots = new Robots("mayfly", ask, output, new FakeClock());
  const tools = { ask, robots, output, stopping: never };
  const crawled = await crawlLinks(
    {},
    {
      seeds: urls,
      sitemaps: crawlSitemaps({ urls, sitemaps }, tools),
      settings: { scope, allowPrivate: true },
    },
  );
  return { ...crawled, said: output.lines };
}

test("robots stands for the sitemaps that each start host names, each read once", async () => {
  await using other = await serve({
    "/robots.txt": "Sitemap: /own.txt\nSitemap: /shared.txt",
    "/own.txt": "HERE/o1\n",
    "/shared.txt": "HERE/s1\n",
  });
  await using server = await serve({
    "/robots.txt": `User-agent: x\nDisallow: /\nSitemap: maps/a.txt\nSitemap: HERE/b.xml\nSitemap: ${other.origin}/shared.txt`,
    "/maps/a.txt": "HERE/a1\nHERE/a2\nhttps://elsewhere.org/\n",
    "/b.xml": "<urlset><url><loc>HERE/b1</loc></url></urlset>",
    "/given.txt": "HERE/g1\n",
  });
  const { visited, skips, said } = await crawl(
    [`${server.origin}/docs/`, `${server.origin}/`, `${other.origin}/`],
    [`${server.origin}/given.txt`, "robots"],
  );
  const paths = [...["/docs/", "/"], ...["/g1", "/a1", "/a2", "/b1"]].map(
    (path) => server.origin + path,
  );
  expect([...visited].sort()).toEqual(
    [...paths, ...["/", "/s1", "/o1"].map((path) => other.origin + path)].sort(),
  );
  expect(skips).toEqual([["https://elsewhere.org/", "outOfScope"]]);
  expect(said).toEqual([]);
  expect([...server.requests].sort()).toEqual([
    ...["GET /b.xml", "GET /given.txt", "GET /maps/a.txt", "GET /robots.txt"],
  ]);
  expect([...other.requests].sort()).toEqual([
    ...["GET /own.txt", "GET /robots.txt", "GET /shared.txt"],
  ]);
});

test("a sitemap on another host brings no page of that host into the scope", async () => {
  await using cdn = await serve({ "/map.txt": "HERE/cdn\n" });
  await using server = await serve({ "/robots.txt": `Sitemap: ${cdn.origin}/map.txt` });
  const { visited, skips } = await crawl([`${server.origin}/`], ["robots"]);
  expect(visited).toEqual([`${server.origin}/`]);
  expect(skips).toEqual([[`${cdn.origin}/cdn`, "outOfScope"]]);
});

test("what the host's own sitemap lists was asked for, also where no link is followed", async () => {
  await using server = await serve({
    "/robots.txt": "Sitemap: /map.txt",
    "/map.txt": "HERE/listed\n",
  });
  const { visited } = await crawl([`${server.origin}/`], ["robots"], "page");
  expect(visited).toEqual([`${server.origin}/`, `${server.origin}/listed`]);
});

test("a host that names none, or has no robots.txt, is warned of, and the crawl goes on", async () => {
  await using silent = await serve({ "/robots.txt": "User-agent: *\nDisallow:" });
  await using without = await serve({});
  const urls = [`${silent.origin}/`, `${without.origin}/`];
  const { visited, said } = await crawl(urls, ["robots"]);
  expect(visited).toEqual(urls);
  expect(said).toEqual(
    [silent, without].map(({ origin }) => `[WARNING] ⛔ ${origin}/robots.txt names no sitemap.`),
  );
});

test("a robots.txt that cannot be had at first is tried again for its sitemaps", async () => {
  let asked = 0;
  await using server = await servePlain((request, response) => {
    asked += 1;
    if (request.url === "/map.txt") response.end(`${server.origin}/listed\n`);
    else if (asked < 3) response.writeHead(503).end();
    else response.end("Sitemap: /map.txt");
  });
  const { visited } = await crawl([`${server.origin}/`], ["robots"]);
  expect(visited).toEqual([`${server.origin}/`, `${server.origin}/listed`]);
});
