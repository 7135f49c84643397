import { describe, expect, test } from "vitest";
import { askAs } from "../../crawler/src/network.ts";
import {
  answerWithoutBrowser,
  retryAfterWithoutBrowser,
} from "../../crawler/src/without-browser.ts";
import { freePort } from "../helpers/selenium-servers.ts";
import { never } from "./helpers/fakes.ts";
import { servePlain } from "./helpers/plain-server.ts";

test("status and type are told, without the parameters of the type", async () => {
  await using server = await servePlain((_request, response) => {
    response.writeHead(200, { "content-type": "text/csv; charset=utf-8" }).end("a,b");
  });
  expect(await answerWithoutBrowser(server.origin, askAs("mayfly"), never)).toEqual({
    status: 200,
    contentType: "text/csv",
    robotsTag: null,
  });
});

test("a 204 has no type", async () => {
  await using server = await servePlain((_request, response) => response.writeHead(204).end());
  expect(await answerWithoutBrowser(server.origin, askAs("mayfly"), never)).toEqual({
    status: 204,
    contentType: null,
    robotsTag: null,
  });
});

test("an endless file is not read, and the server hears our name", async () => {
  let agent: string | undefined;
  await using server = await servePlain((request, response) => {
    agent = request.headers["user-agent"];
    response.writeHead(200, { "content-type": "application/zip", "x-robots-tag": "noindex" });
    const more = () => {
      while (response.write("x".repeat(10_000)));
    };
    response.on("drain", more);
    more();
  });
  const answer = await answerWithoutBrowser(server.origin, askAs("mayfly-test"), never);
  expect([answer, agent]).toEqual([
    { status: 200, contentType: "application/zip", robotsTag: "noindex" },
    "mayfly-test",
  ]);
});

test("no answer is no error", async () => {
  const nobody = `http://127.0.0.1:${await freePort()}/`;
  expect(await answerWithoutBrowser(nobody, askAs("mayfly"), never)).toEqual({
    status: null,
    contentType: null,
    robotsTag: null,
  });
});

test("a signal ends the wait", async () => {
  const stopping = new AbortController();
  await using server = await servePlain(() => {
    stopping.abort();
  });
  expect(await answerWithoutBrowser(server.origin, askAs("mayfly"), stopping.signal)).toEqual({
    status: null,
    contentType: null,
    robotsTag: null,
  });
});

describe("Retry-After", () => {
  async function retryAfterOf(status: number, headers: Record<string, string>) {
    await using server = await servePlain((_request, response) => {
      response.writeHead(status, headers).end();
    });
    const ms = await retryAfterWithoutBrowser(`${server.origin}/x`, askAs("mayfly"), never);
    return { ms, requests: server.requests };
  }

  test.each([429, 503])("is asked for with HEAD where the status is %i", async (status) => {
    const { ms, requests } = await retryAfterOf(status, { "retry-after": "7" });
    expect([ms, requests]).toEqual([7000, ["HEAD /x"]]);
  });

  test("is not believed of another answer, and may be absent", async () => {
    expect((await retryAfterOf(200, { "retry-after": "7" })).ms).toBeNull();
    expect((await retryAfterOf(429, {})).ms).toBeNull();
  });

  test("of nobody is no error", async () => {
    const nobody = `http://127.0.0.1:${await freePort()}/`;
    expect(await retryAfterWithoutBrowser(nobody, askAs("mayfly"), never)).toBeNull();
  });
});
