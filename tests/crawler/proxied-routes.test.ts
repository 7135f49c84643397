import { Agent, request } from "node:http";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { checkedRoute } from "../../crawler/src/checked-route.ts";
import { opened } from "../../crawler/src/direct-route.ts";
import { fetchBy } from "../../crawler/src/fetch-by.ts";
import { proxiedRoutes, type Routes } from "../../crawler/src/proxied-routes.ts";
import { proxyServer } from "../../crawler/src/proxy-server.ts";
import { connectBySocks } from "../../crawler/src/socks-client.ts";
import { SocksServer } from "../../crawler/src/socks-server.ts";
import { never } from "./helpers/fakes.ts";
import { startOddSite, type Answer } from "./helpers/odd-site.ts";
import { startHttpProxy, startSocksProxy } from "./helpers/test-proxies.ts";

const ended: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(ended.splice(0).map((end) => end()));
});

const counted: Answer = (incoming, response) => {
  let octets = 0;
  incoming
    .on("data", (chunk: Buffer) => {
      octets += chunk.length;
    })
    .on("end", () => response.end(String(octets)));
};

/** As a browser asks: over connections of the SOCKS server, several requests each. */
async function browserOf(routes: Routes, host: string, port: number) {
  const socks = await SocksServer.start(routes.browser);
  ended.push(async () => await socks.close());
  const socket = await opened({ host: "127.0.0.1", port: socks.port }, never);
  await connectBySocks(socket, { username: "", password: "" }, { host, port }, never);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  agent.createConnection = () => socket;
  ended.push(async () => {
    agent.destroy();
    await Promise.resolve();
  });
  const isClosed = (): boolean => socket.resume().readableEnded || socket.destroyed;
  const ask = async (method: string, path: string, body = "", headers = {}): Promise<string> =>
    await new Promise((resolve, reject) => {
      const length = body === "" ? {} : { "content-length": body.length };
      const options = { agent, method, path, headers: { host, ...length, ...headers } };
      request(options, (answer) => {
        let text = "";
        answer
          .on("data", (chunk: Buffer) => {
            text += chunk.toString();
          })
          .on("end", () => resolve(`${String(answer.statusCode)} ${text}`))
          .on("error", reject);
      })
        .on("error", reject)
        .end(body);
    });
  return Object.assign(ask, { isClosed });
}

const portOf = (origin: string) => Number(new URL(origin).port);
const nobody = () => undefined;
const refusing = () => Promise.reject(new Error("unknown name"));

describe("a browser's plain HTTP through an HTTP proxy", () => {
  test("is asked for by whole URLs, one request after the other, with bodies and without", async () => {
    await using site = await startOddSite({ "/posted": counted });
    await using proxy = await startHttpProxy({
      ...{ user: "me", password: "secret" },
      names: { "site.test": portOf(site.origin) },
    });
    const server = proxyServer(`http://me:secret@127.0.0.1:${String(proxy.port)}`);
    const ask = await browserOf(proxiedRoutes(server, false, nobody, refusing), "site.test", 80);
    for (let round = 0; round < 20; round += 1) {
      expect(await ask("GET", "/a?b=c")).toBe("404 ");
      expect(await ask("POST", "/posted", "x".repeat(200_000))).toBe("200 200000");
    }
    expect(new Set(proxy.requests)).toEqual(
      new Set(["GET http://site.test/a?b=c", "POST http://site.test/posted"]),
    );
    expect(proxy.requests).toHaveLength(40);
  });

  test("is closed to the browser when the proxy closes it, and the next one works", async () => {
    await using site = await startOddSite({ "/posted": counted });
    await using proxy = await startHttpProxy({ names: { "site.test": portOf(site.origin) } });
    const routes = proxiedRoutes(
      proxyServer(`http://127.0.0.1:${String(proxy.port)}`),
      ...([false, nobody, refusing] as const),
    );
    for (let round = 0; round < 3; round += 1) {
      const ask = await browserOf(routes, "site.test", 80);
      expect(await ask("POST", "/posted", "x")).toBe("200 1");
      // A connection is idle somewhat later than its last answer is read.
      const isClosed = (): boolean => {
        proxy.closeIdle();
        return ask.isClosed();
      };
      await expect.poll(isClosed).toBe(true);
    }
  });

  test("that begins a WebSocket goes by CONNECT", async () => {
    await using site = await startOddSite();
    await using proxy = await startHttpProxy({ names: { "site.test": portOf(site.origin) } });
    const server = proxyServer(`http://127.0.0.1:${String(proxy.port)}`);
    const ask = await browserOf(proxiedRoutes(server, false, nobody, refusing), "site.test", 8080);
    const upgrade = { connection: "Upgrade", upgrade: "websocket" };
    expect(await ask("GET", "/socket", "", upgrade)).toBe("404 ");
    expect(proxy.requests).toEqual(["CONNECT site.test:8080"]);
  });

  test("that is cut off behind the proxy is cut off for the browser", async () => {
    await using site = await startOddSite();
    await using proxy = await startHttpProxy({ names: { "site.test": portOf(site.origin) } });
    const server = proxyServer(`http://127.0.0.1:${String(proxy.port)}`);
    const ask = await browserOf(proxiedRoutes(server, false, nobody, refusing), "site.test", 80);
    await expect(ask("GET", "/reset")).rejects.toThrow(/hang up|ECONNRESET/);
  });
});

describe("what is encrypted goes by CONNECT", () => {
  test("and the proxy's refusal of it is an error with its words", async () => {
    await using proxy = await startHttpProxy({ user: "me", password: "secret", names: {} });
    const { port } = proxy;
    const refused = proxiedRoutes(
      proxyServer(`http://me:wrong@127.0.0.1:${String(port)}`),
      false,
      nobody,
      refusing,
    );
    await expect(refused.own({ host: "a.test", port: 443 }, never)).rejects.toThrow(
      `the proxy http://127.0.0.1:${String(port)} refuses: 407 Proxy Authentication Required`,
    );
    const unknown = proxyServer(`http://me:secret@127.0.0.1:${String(port)}`);
    await expect(
      proxiedRoutes(unknown, false, nobody, refusing).browser({ host: "a.test", port: 443 }, never),
    ).rejects.toThrow("refuses: 403 Forbidden");
  });
});

describe("the crawler's own requests", () => {
  test.each([
    ["http", startHttpProxy],
    ["socks5", startSocksProxy],
  ] as const)("go through %s", async (scheme, startProxy) => {
    await using site = await startOddSite({ "/posted": counted });
    await using proxy = await startProxy({
      ...{ user: "me", password: "secret" },
      names: { "site.test": portOf(site.origin) },
    });
    const server = proxyServer(`${scheme}://me:secret@127.0.0.1:${String(proxy.port)}`);
    const { own, wholeUrls } = proxiedRoutes(server, true, nobody);
    const fetcher = fetchBy(own, wholeUrls);
    ended.push(fetcher.close);
    const init = { headers: { "user-agent": "me" }, signal: never };
    const answer = await fetcher.fetch("http://site.test/redirect", init);
    expect([answer.url, await answer.text()]).toEqual([
      "http://site.test/a",
      "<title>Page A</title><a href='/'>home</a>",
    ]);
    expect(new Set(proxy.requests)).toEqual(
      scheme === "http"
        ? new Set(["GET http://site.test/redirect", "GET http://site.test/a"])
        : new Set(["CONNECT site.test:80"]),
    );
    // This machine needs no proxy.
    expect((await fetcher.fetch(`${site.origin}/a`, init)).status).toBe(200);
    expect(proxy.requests.join()).not.toContain("127.0.0.1");
  });
});

describe("before a proxy is asked,", () => {
  const unused = () => Promise.reject(new Error("the proxy was asked"));

  test("names that are known here to be private are refused", async () => {
    const resolve = () => Promise.resolve([{ address: "10.0.0.5", family: 4 }]);
    const route = checkedRoute(unused, resolve);
    await expect(route({ host: "inside.test", port: 80 }, never)).rejects.toThrow(
      "inside.test is 10.0.0.5, a private address",
    );
    await expect(route({ host: "169.254.169.254", port: 80 }, never)).rejects.toThrow(
      "169.254.169.254 is a link-local address",
    );
  });

  test("names that nobody knows here are the proxy's business", async () => {
    const route = checkedRoute(unused, refusing);
    await expect(route({ host: "site.test", port: 80 }, never)).rejects.toThrow(
      "the proxy was asked",
    );
  });

  test("a name is looked up once, not for each connection", async () => {
    let asked = 0;
    const route = checkedRoute(unused, () => {
      asked += 1;
      return Promise.resolve([{ address: "93.184.215.14", family: 4 }]);
    });
    for (let times = 0; times < 3; times += 1) {
      await route({ host: "site.test", port: 80 }, never).catch(() => undefined);
    }
    expect(asked).toBe(1);
  });
});

test("a proxy that never answers is given up when nobody waits any more", async () => {
  const sockets: Socket[] = [];
  const silent = createServer((socket) => void sockets.push(socket.on("error", nobody)));
  await new Promise<void>((resolve) => {
    silent.listen(0, "127.0.0.1", resolve);
  });
  ended.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
  });
  const { port } = silent.address() as AddressInfo;
  for (const scheme of ["http", "socks5"]) {
    const leaving = new AbortController();
    const { own } = proxiedRoutes(
      proxyServer(`${scheme}://127.0.0.1:${String(port)}`),
      false,
      nobody,
      refusing,
    );
    const connecting = own({ host: "a.test", port: 443 }, leaving.signal);
    const seen = new Promise<void>((resolve) => silent.once("connection", () => resolve()));
    await seen;
    leaving.abort(new Error("no more"));
    await expect(connecting).rejects.toThrow("no more");
  }
});

test("a proxy's URL may have any user, password and port, and names it without them", () => {
  expect(proxyServer("socks5://me%40home:p%3A%C3%BC@[::1]")).toEqual({
    ...{ protocol: "socks5", host: "::1", port: 1080, username: "me@home", password: "p:ü" },
    name: "socks5://[::1]:1080",
  });
  expect(proxyServer("http://proxy").port).toBe(80);
  expect(proxyServer("https://proxy").port).toBe(443);
  expect(proxyServer("http://proxy:3128/").name).toBe("http://proxy:3128");
});
