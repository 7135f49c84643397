import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { askManifest, askPushRight } from "../../../automation/doctor/registry.ts";

/** A registry that sends those who ask for a token, as Docker Hub does, and counts what is a pull there. */
async function startTokenRegistry() {
  const asked: string[] = [];
  const user = `Basic ${Buffer.from("me:secret").toString("base64")}`;
  const actions = (request: IncomingMessage): string[] =>
    request.headers.authorization === user ? ["pull", "push"] : ["pull"];
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const url = new URL(request.url ?? "", "http://registry.test");
    asked.push(`${request.method ?? ""} ${url.pathname}`);
    const json = (value: unknown): void => {
      response.setHeader("ratelimit-limit", "100;w=21600");
      response.setHeader("ratelimit-remaining", "76;w=21600");
      response.end(request.method === "HEAD" ? undefined : JSON.stringify(value));
    };
    if (url.pathname === "/token") {
      const { authorization } = request.headers;
      if (authorization !== undefined && authorization !== user) response.writeHead(401).end();
      else {
        const access = [{ type: "repository", name: "me/crawler", actions: actions(request) }];
        const payload = Buffer.from(JSON.stringify({ access })).toString("base64url");
        json({ token: `e30.${payload}.x` });
      }
    } else if (request.headers.authorization?.startsWith("Bearer ") !== true) {
      const realm = `http://${host}/token`;
      response.setHeader("www-authenticate", `Bearer realm="${realm}",service="registry.test"`);
      response.writeHead(401).end();
    } else if (url.pathname === "/v2/me/crawler/manifests/1") {
      const platform = { os: "linux", architecture: "arm64" };
      json({ manifests: [{ platform }] });
    } else response.writeHead(404).end();
  };
  const server = createServer(answer).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const signal = AbortSignal.timeout(20_000);
const image = (registry: string, tag = "1") => ({ registry, repository: "me/crawler", tag });
const me = { username: "me", password: "secret" };

test("a limit is asked for without a pull", async () => {
  await using registry = await startTokenRegistry();
  const seen = await askManifest(image(registry.host), null, signal, false);
  expect(seen).toEqual({
    status: 200,
    platforms: [],
    isUserRefused: false,
    limit: { limit: 100, remaining: 76, windowSeconds: 21_600 },
  });
  expect(registry.asked.filter((line) => line.startsWith("GET /v2/"))).toEqual([]);
});

test("an image is found with its platforms, or not found", async () => {
  await using registry = await startTokenRegistry();
  const found = await askManifest(image(registry.host), me, signal, true);
  expect(found).toMatchObject({ status: 200, platforms: ["linux/arm64"] });
  const missing = await askManifest(image(registry.host, "2"), me, signal, true);
  expect(missing).toMatchObject({ status: 404, platforms: [], isUserRefused: false });
  const wrong = { username: "me", password: "wrong" };
  const refused = await askManifest(image(registry.host), wrong, signal, true);
  expect(refused).toMatchObject({ status: 401, isUserRefused: true });
});

test.each([
  [me, "granted"],
  [{ username: "me", password: "wrong" }, "refused"],
] as const)("what %j may push is asked for and not tried", async (user, right) => {
  await using registry = await startTokenRegistry();
  expect(await askPushRight(image(registry.host), user, signal)).toBe(right);
  expect(registry.asked.filter((line) => !line.startsWith("GET "))).toEqual([]);
});

test("a token that may not push is told from one that may", async () => {
  await using registry = await startTokenRegistry();
  const other = { ...image(registry.host), repository: "somebody/else" };
  expect(await askPushRight(other, me, signal)).toBe("pullOnly");
});

test("a registry that is not there is told of in a sentence, without user and token", async () => {
  const nowhere = image("127.0.0.1:1");
  const asked = askManifest(nowhere, me, signal, true);
  await expect(asked).rejects.toThrow(/^127\.0\.0\.1:1 cannot be reached: (?!.*secret)/);
});
