import { expect, test } from "vitest";
import { Robots } from "../../crawler/src/robots.ts";
import { freePort } from "../helpers/selenium-servers.ts";
import { never, RecordingOutput } from "./helpers/fakes.ts";
import { servePlain } from "./helpers/plain-server.ts";

async function askWith(text: string, path: string, agent = "mayfly", status = 200) {
  const output = new RecordingOutput();
  await using server = await servePlain((_request, response) => {
    response.writeHead(status, { "content-type": "text/plain" }).end(text);
  });
  const answer = await new Robots(agent, output).ask(server.origin + path, never);
  return { answer, output };
}

test.each<[string, string, string, "allowed" | "disallowed"]>([
  ["User-agent: *\nDisallow: /private", "/private/x", "mayfly", "disallowed"],
  ["User-agent: *\nDisallow: /private", "/public", "mayfly", "allowed"],
  ["User-agent: *\nDisallow: /\nAllow: /open", "/open/x", "mayfly", "allowed"],
  ["User-agent: mayfly\nDisallow: /\nUser-agent: *\nAllow: /", "/x", "Mayfly/1.0", "disallowed"],
  ["User-agent: other\nDisallow: /", "/x", "mayfly", "allowed"],
  ["User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", "mayfly", "disallowed"],
  ["", "/x", "mayfly", "allowed"],
])("%j makes %s for %s %s", async (text, path, agent, kind) => {
  expect((await askWith(text, path, agent)).answer.kind).toBe(kind);
});

test("Crawl-delay comes with the answer", async () => {
  const { answer } = await askWith("User-agent: *\nCrawl-delay: 7", "/");
  expect(answer).toEqual({ kind: "allowed", crawlDelay: 7 });
});

test.each([404, 401, 403, 410])("%i means that all is allowed", async (status) => {
  const { answer } = await askWith("User-agent: *\nDisallow: /", "/x", "mayfly", status);
  expect(answer.kind).toBe("allowed");
});

test("503 means that nothing is allowed, and it is said", async () => {
  const { answer, output } = await askWith("", "/x", "mayfly", 503);
  expect(answer.kind).toBe("disallowed");
  expect(output.lines).toEqual([expect.stringContaining("answers 503")]);
});

test("a host that does not answer is unreachable", async () => {
  const robots = new Robots("mayfly", new RecordingOutput());
  const answer = await robots.ask(`http://127.0.0.1:${await freePort()}/x`, never);
  expect(answer).toMatchObject({ kind: "unreachable", code: "network" });
});

test("the file is fetched once per origin, with our name, and redirects are followed", async () => {
  const agents: (string | undefined)[] = [];
  await using server = await servePlain((request, response) => {
    agents.push(request.headers["user-agent"]);
    if (request.url === "/robots.txt") response.writeHead(301, { location: "/moved.txt" }).end();
    else response.end("User-agent: *\nDisallow: /x");
  });
  const robots = new Robots("mayfly-test", new RecordingOutput());
  const kinds = await Promise.all(
    ["/x", "/y", "/x/z"].map(async (path) => (await robots.ask(server.origin + path, never)).kind),
  );
  expect(kinds).toEqual(["disallowed", "allowed", "disallowed"]);
  expect(server.requests).toEqual(["GET /robots.txt", "GET /moved.txt"]);
  expect(agents).toEqual(["mayfly-test", "mayfly-test"]);
});

test("what comes after 500 KiB is not read, and an endless file ends", async () => {
  await using server = await servePlain((_request, response) => {
    response.write("User-agent: *\nDisallow: /x\n");
    const more = () => {
      while (response.write(`# ${"x".repeat(1000)}\n`));
    };
    response.on("drain", more);
    more();
  });
  const robots = new Robots("mayfly", new RecordingOutput());
  expect((await robots.ask(`${server.origin}/x`, never)).kind).toBe("disallowed");
});

test("a fetch that a signal cut short says nothing of the host", async () => {
  const stopping = new AbortController();
  await using server = await servePlain(() => {
    stopping.abort();
  });
  const output = new RecordingOutput();
  await new Robots("mayfly", output).ask(`${server.origin}/x`, stopping.signal);
  expect(output.lines).toEqual([]);
});
