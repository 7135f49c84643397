/** What a browser and a crawler can reach through the guard: real Chromium, and pages that try everything. */
import { createSocket } from "node:dgram";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { directRoute } from "../../crawler/src/direct-route.ts";
import { direct, guardedNetwork, type CrawlNetwork } from "../../crawler/src/crawl-network.ts";
import { probe } from "../../crawler/src/gate-probe.ts";
import { Robots } from "../../crawler/src/robots.ts";
import { SessionSlot } from "../../crawler/src/session-slot.ts";
import { sitemapPages } from "../../crawler/src/sitemap.ts";
import { startSeleniumServer, type SeleniumServer } from "../helpers/selenium-servers.ts";
import { sessionOpener } from "./helpers/browser.ts";
import { never, RecordingOutput, urlsOf } from "./helpers/fakes.ts";
import { startOddSite, type Answer, type OddSite } from "./helpers/odd-site.ts";
import { testInternet } from "./helpers/test-internet.ts";

/** A server on this machine that nothing of the crawl may reach, on IPv4 and IPv6. */
async function startSecret() {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.headers.host ?? ""}${request.url ?? ""}`);
    response
      .writeHead(200, { "access-control-allow-origin": "*", "content-type": "text/html" })
      .end("<title>Secret</title>");
  });
  server.on("connection", () => requests.push("a connection"));
  await new Promise<void>((resolve) => {
    server.listen(0, "::", resolve);
  });
  const { port } = server.address() as AddressInfo;
  // WebRTC and QUIC come by UDP.
  const datagrams = createSocket("udp6").on("message", () => requests.push("a datagram"));
  await new Promise<void>((resolve) => {
    datagrams.bind(port, resolve);
  });
  return {
    port,
    requests,
    close: async () => {
      datagrams.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe("through the guard,", { timeout: 90_000 }, () => {
  let secret: Awaited<ReturnType<typeof startSecret>>;
  let site: OddSite;
  let server: SeleniumServer;
  let network: CrawlNetwork;
  let slot: SessionSlot;
  let origin: string;
  const started: AsyncDisposable[] = [];
  const names = {
    "site.test": ["site"],
    "inside.test": ["10.0.0.5"],
    "loop.test": ["127.0.0.1"],
    "loop6.test": ["::1"],
    "metadata.test": ["169.254.169.254"],
  };

  beforeAll(async () => {
    secret = await startSecret();
    const { port } = secret;
    const redirect =
      (location: string): Answer =>
      (_request, response) =>
        void response.writeHead(302, { location }).end();
    started.push(
      (site = await startOddSite({
        "/to-loopback": redirect(`http://127.0.0.1:${port}/redirected`),
        "/to-name": redirect(`http://loop.test:${port}/redirected`),
        "/to-metadata": redirect("http://169.254.169.254/latest/meta-data/"),
        "/to-file": redirect("file:///etc/passwd"),
        "/to-data": redirect("data:text/html,<title>Data</title>"),
        "/to-chrome": redirect("chrome://version/"),
        "/moves-to-loopback": `<title>Moves</title><script>location = "http://127.0.0.1:${port}/moved"</script>`,
        "/meta-to-loopback": `<title>Meta</title><meta http-equiv=refresh content="0;url=http://loop.test:${port}/meta">`,
        "/moves-to-file": `<title>Stays</title><script>location = "file:///etc/passwd"</script>`,
        "/tries": tries(port),
        "/sitemap.xml": (_request, response) =>
          void response.end(`<urlset><url><loc>${origin}/a</loc></url></urlset>`),
      })),
    );
    const internet = testInternet(names);
    network = await guardedNetwork("mayfly", () =>
      direct(directRoute(internet.resolve, internet.open)),
    );
    started.push((server = await startSeleniumServer("chromedriver")));
    origin = site.origin.replace("127.0.0.1", "site.test");
    await vi.waitFor(
      async () => {
        expect((await probe(server.endpoint, never)).kind).toBe("ready");
      },
      { timeout: 20_000 },
    );
    const { socksPort = 0 } = network;
    const open = await sessionOpener(server.endpoint, {
      ...{ pageLoadTimeout: 10, scriptTimeout: 10 },
      socksPort,
    });
    slot = new SessionSlot(await open(), open);
  }, 60_000);

  afterAll(async () => {
    await network.close();
    await Promise.all(started.map((one) => one[Symbol.asyncDispose]()));
    await secret.close();
  });

  const visit = async (url: string) =>
    network.explain(await slot.visit(url.startsWith("/") ? origin + url : url));

  test("a public page is as without it", async () => {
    expect(await visit("/")).toMatchObject({
      kind: "document",
      reading: { title: "Home", status: 200, href: `${origin}/` },
    });
  });

  test.each([
    ["http://inside.test/", "inside.test is 10.0.0.5, a private address"],
    ["http://loop6.test:8080/", "loop6.test is ::1, a loopback address"],
    ["https://metadata.test/", "metadata.test is 169.254.169.254, a link-local address"],
    ["http://[::1]:8080/", "::1 is a loopback address"],
    ["http://x.localhost:8080/", "x.localhost is a loopback address"],
    ["/to-loopback", "127.0.0.1 is a loopback address"],
    ["/to-name", "loop.test is 127.0.0.1, a loopback address"],
    ["/to-metadata", "169.254.169.254 is a link-local address"],
    ["/moves-to-loopback", "127.0.0.1 is a loopback address"],
  ])("%s is refused with the reason", async (url, message) => {
    expect(await visit(url)).toMatchObject({
      kind: "error",
      code: "privateAddress",
      message: `${message}, which is crawled with --allow-private alone`,
    });
    expect(secret.requests).toEqual([]);
  });

  test.each([
    ["http://unknown.test/", { code: "dns", message: "ERR_NAME_NOT_RESOLVED" }],
    ["http://site.test:2/", { code: "network", message: "ERR_CONNECTION_REFUSED" }],
    ["/reset", { code: "network" }],
    ["/loop", { code: "redirectLoop" }],
    ["/missing", { code: "httpError", status: 404 }],
    ["/to-file", { code: "blockedByBrowser" }],
    ["/to-data", { code: "blockedByBrowser" }],
    ["/to-chrome", { code: "blockedByBrowser" }],
  ])("%s fails as it does without it", async (url, failure) => {
    expect(await visit(url)).toMatchObject({ kind: "error", ...failure });
  });

  test("a page that moves to a file by script stays where it is", async () => {
    expect(await visit("/moves-to-file")).toMatchObject({ reading: { title: "Stays" } });
  });

  test("nothing that a page tries reaches this machine, nor a name of it", async () => {
    await visit("/meta-to-loopback");
    const visited = await visit("/tries");
    expect(visited).toMatchObject({ kind: "document", reading: { title: "Tried all" } });
    await site.requested("/tried");
    expect(secret.requests).toEqual([]);
  });

  test("nor does what the crawler asks by itself", async () => {
    const output = new RecordingOutput();
    const robots = new Robots("mayfly", network.ask, output);
    const { port } = secret;
    expect(await robots.ask(`http://loop.test:${port}/`, never)).toEqual({
      kind: "unreachable",
      code: "privateAddress",
      message:
        "loop.test is 127.0.0.1, a loopback address, which is crawled with --allow-private alone",
    });
    expect(await robots.ask(`${origin}/`, never)).toMatchObject({ kind: "allowed" });
    expect(await urlsOf(sitemapPages(`${origin}/sitemap.xml`, network.ask, output, never))).toEqual(
      [`${origin}/a`],
    );
    for (const url of [`http://[::1]:${port}/sitemap.xml`, `${origin}/to-name`]) {
      expect(await urlsOf(sitemapPages(url, network.ask, output, never))).toEqual([]);
    }
    expect(output.lines).toEqual([
      expect.stringContaining("cannot be read: ::1 is a loopback address") as string,
      expect.stringContaining("cannot be read: loop.test is 127.0.0.1, a loop") as string,
    ]);
    expect(secret.requests).toEqual([]);
  });
});

/** A page whose scripts and elements ask for a server of this machine in every way there is, then for `/tried`. */
function tries(port: number): string {
  const hosts = [
    ...["127.0.0.1", "[::1]", "localhost", "a.localhost", "0.0.0.0", "127.1", "[::ffff:127.0.0.1]"],
    ...["loop.test", "loop6.test", "0x7f000001", "169.254.169.254"],
  ];
  return `<title>Trying</title>
<link rel="dns-prefetch" href="http://loop.test"><link rel="preconnect" href="http://127.0.0.1:${port}">
<link rel="preload" as="script" href="http://127.0.0.1:${port}/preload"><link rel="prefetch" href="http://127.0.0.1:${port}/prefetch">
<link rel="stylesheet" href="http://127.0.0.1:${port}/css"><style>body { background: url(http://127.0.0.1:${port}/background) }</style>
<iframe src="http://127.0.0.1:${port}/frame"></iframe><iframe src="/to-loopback"></iframe><iframe src="file:///etc/passwd"></iframe>
<object data="http://127.0.0.1:${port}/object"></object><embed src="http://127.0.0.1:${port}/embed">
<video src="http://127.0.0.1:${port}/video" autoplay></video><script src="http://127.0.0.1:${port}/script"></script>
<form id=form action="http://127.0.0.1:${port}/form" target=inner method=post><input name=a></form><iframe name=inner></iframe>
<script>
const ask = async (host) => {
  const url = "http://" + host + ":${port}/";
  const image = new Image();
  const seen = [
    fetch(url + "fetch"), fetch(url + "no-cors", { mode: "no-cors" }), fetch("/to-loopback"), fetch("/to-name", { mode: "no-cors" }),
    new Promise((done) => { const x = new XMLHttpRequest(); x.onloadend = done; x.open("GET", url + "xhr"); x.send(); }),
    new Promise((done) => { image.onload = image.onerror = done; image.src = url + "image"; }),
    new Promise((done) => { const w = new WebSocket("ws://" + host + ":${port}/socket"); w.onopen = w.onerror = w.onclose = done; }),
    new Promise((done) => { const e = new EventSource(url + "events"); e.onopen = e.onerror = done; }),
    import(url + "module.js"),
  ];
  navigator.sendBeacon(url + "beacon", "x");
  await Promise.allSettled(seen);
};
const peer = async () => {
  const connection = new RTCPeerConnection({ iceServers: [
    { urls: "stun:127.0.0.1:${port}" }, { urls: "turn:127.0.0.1:${port}?transport=tcp", username: "a", credential: "b" },
  ] });
  connection.createDataChannel("x");
  const gathered = new Promise((done) => { connection.onicegatheringstatechange = () => connection.iceGatheringState === "complete" && done(); });
  await connection.setLocalDescription();
  await gathered;
};
const transport = async () => { await new WebTransport("https://127.0.0.1:${port}/transport").ready; };
const worker = () => new Promise((done) => {
  const code = "fetch('http://127.0.0.1:${port}/worker').finally(() => postMessage(1))";
  const w = new Worker(URL.createObjectURL(new Blob([code])));
  w.onmessage = w.onerror = done;
});
form.submit();
open("http://127.0.0.1:${port}/popup");
const keepsChanging = setInterval(() => document.body.append("."), 50);
Promise.allSettled([${JSON.stringify(hosts)}.map(ask), worker(), transport(), peer()].flat()).then(async () => {
  clearInterval(keepsChanging);
  await fetch("/tried");
  document.title = "Tried all";
});
</script>`;
}
