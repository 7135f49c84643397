import { describe, expect, test, vi } from "vitest";
import { askAs } from "../../crawler/src/network.ts";
import { Robots, type RobotsAnswer } from "../../crawler/src/robots.ts";
import { freePort } from "../helpers/selenium-servers.ts";
import { FakeClock, never, RecordingOutput } from "./helpers/fakes.ts";
import { servePlain } from "./helpers/plain-server.ts";

/** Asks until it is known what the file says, as the crawl does, on a clock that needs no time. */
async function askUntilKnown(url: string, output = new RecordingOutput(), agent = "mayfly") {
  const clock = new FakeClock();
  const robots = new Robots(agent, askAs(agent), output, clock);
  for (;;) {
    const answer: RobotsAnswer = await robots.ask(url, never);
    if (answer.kind !== "later") return { answer, waits: clock.sleeps };
    await clock.sleep(answer.ms, never);
  }
}

async function askWith(text: string, path: string, agent = "mayfly", status = 200) {
  const output = new RecordingOutput();
  await using server = await servePlain((_request, response) => {
    response.writeHead(status, { "content-type": "text/plain" }).end(text);
  });
  const answer = await new Robots(agent, askAs(agent), output).ask(server.origin + path, never);
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
  ["\uFEFFUser-agent: *\r\nDISALLOW : /x # why", "/x", "mayfly", "disallowed"],
  ["User-agent: *\nDisallow: /a\nAllow: /a", "/a", "mayfly", "allowed"],
  ["User-agent: mayfly\nAllow: /\nUser-agent: *\nDisallow: /", "/x", "mayfly", "allowed"],
  [
    "User-agent: mayfly\nAllow: /\n\nUser-agent: mayfly\nDisallow: /x",
    "/x",
    "mayfly",
    "disallowed",
  ],
  ["User-agent: a\nSitemap: /s\nUser-agent: mayfly\nDisallow: /x", "/x", "a", "disallowed"],
  ["User-agent: *\nDisallow: /%7Ejoe", "/~joe", "mayfly", "disallowed"],
  ["User-agent: *\nDisallow: /~joe", "/%7ejoe", "mayfly", "disallowed"],
  ["User-agent: *\nDisallow: /ä", "/%c3%a4", "mayfly", "disallowed"],
  ["User-agent: *\nDisallow: /a%2Fb", "/a/b", "mayfly", "allowed"],
  ["User-agent: bot\nDisallow: /", "/x", "Mozilla/5.0 (compatible; Bot/1.0)", "disallowed"],
  ["<!doctype html><p>Disallow: /", "/x", "mayfly", "allowed"],
])("%j makes %s for %s %s", async (text, path, agent, kind) => {
  expect((await askWith(text, path, agent)).answer.kind).toBe(kind);
});

test("Crawl-delay comes with the answer", async () => {
  const { answer } = await askWith("User-agent: *\nCrawl-delay: 7", "/");
  expect(answer).toEqual({ kind: "allowed", crawlDelay: 7 });
});

test.each<[number, unknown[]]>([
  [60, []],
  [3600, [expect.stringContaining("asks for a Crawl-delay of 3600 s; 60 s are kept")]],
])("a Crawl-delay of %i s is told where it is not kept", async (seconds, told) => {
  const { output } = await askWith(`User-agent: *\nCrawl-delay: ${String(seconds)}`, "/");
  expect(output.lines).toEqual(told);
});

test.each(["soon", "-3", ""])("Crawl-delay %j is no answer", async (text) => {
  const { answer } = await askWith(`User-agent: *\nCrawl-delay: ${text}`, "/");
  expect(answer).toEqual({ kind: "allowed", crawlDelay: 0 });
});

test.each([404, 401, 403, 410, 429])("%i means that all is allowed", async (status) => {
  const { answer } = await askWith("User-agent: *\nDisallow: /", "/x", "mayfly", status);
  expect(answer.kind).toBe("allowed");
});

describe("a file that cannot be had for now", () => {
  test.each([500, 503, 599])(
    "is tried again after %i, and then nothing is allowed",
    async (status) => {
      await using server = await servePlain((_request, response) => {
        response.writeHead(status).end();
      });
      const output = new RecordingOutput();
      // The middle of what a wait may be by chance.
      using _chance = vi.spyOn(Math, "random").mockReturnValue(0.5);
      const { answer, waits } = await askUntilKnown(`${server.origin}/x`, output);
      expect(answer.kind).toBe("disallowed");
      expect(server.requests).toHaveLength(4);
      expect(waits).toEqual([1000, 2000, 4000]);
      const again = expect.stringMatching(`answers ${status}; trying again in [0-9.]+ s`) as string;
      const said = expect.stringContaining(`answers ${status}: by RFC 9309`) as string;
      expect(output.lines).toEqual([again, again, again, said]);
    },
  );

  test("counts as soon as it is there, and is not fetched again", async () => {
    let asked = 0;
    await using server = await servePlain((request, response) => {
      asked += 1;
      if (asked === 1) request.socket.destroy();
      else if (asked === 2) response.writeHead(502).end();
      else response.end("User-agent: *\nDisallow: /x");
    });
    const { answer } = await askUntilKnown(`${server.origin}/x`);
    expect(answer.kind).toBe("disallowed");
    expect(asked).toBe(3);
  });

  test("is asked for once by all pages that wait for it", async () => {
    await using server = await servePlain((_request, response) => {
      response.writeHead(500).end();
    });
    const clock = new FakeClock();
    const robots = new Robots("mayfly", askAs("mayfly"), new RecordingOutput(), clock);
    const ask = async (path: string) => await robots.ask(server.origin + path, never);
    const [first, other] = await Promise.all([ask("/a"), ask("/b")]);
    expect([first.kind, other.kind]).toEqual(["later", "later"]);
    expect(await ask("/c")).toEqual(first);
    expect(server.requests).toHaveLength(1);
  });

  test("of a host that never answers, makes it unreachable", async () => {
    const { answer, waits } = await askUntilKnown(`http://127.0.0.1:${await freePort()}/x`);
    expect(answer).toMatchObject({ kind: "unreachable", code: "network" });
    expect(waits).toHaveLength(3);
  });

  test.each([
    ["http://127.0.0.1:1/x", "blockedByBrowser"],
    ["http://no-such-host.invalid/x", "dns"],
  ])("is not tried again where that is of no use: %s", async (url, code) => {
    const { answer, waits } = await askUntilKnown(url);
    expect(answer).toMatchObject({ kind: "unreachable", code });
    expect(waits.length).toBeLessThan(code === "dns" ? 4 : 1);
  });
});

test("the file is fetched once per origin, with our name, and redirects are followed", async () => {
  const agents: (string | undefined)[] = [];
  await using server = await servePlain((request, response) => {
    agents.push(request.headers["user-agent"]);
    if (request.url === "/robots.txt") response.writeHead(301, { location: "/moved.txt" }).end();
    else response.end("User-agent: *\nDisallow: /x");
  });
  const robots = new Robots("mayfly-test", askAs("mayfly-test"), new RecordingOutput());
  const kinds = await Promise.all(
    ["/x", "/y", "/x/z"].map(async (path) => (await robots.ask(server.origin + path, never)).kind),
  );
  expect(kinds).toEqual(["disallowed", "allowed", "disallowed"]);
  expect(server.requests).toEqual(["GET /robots.txt", "GET /moved.txt"]);
  expect(agents).toEqual(["mayfly-test", "mayfly-test"]);
});

describe("redirects", () => {
  /** `/robots.txt` leads to the rules in so many steps. */
  async function kindAfter(redirects: number, location = "") {
    await using server = await servePlain((request, response) => {
      const step = Number(/\d+/.exec(request.url ?? "")?.[0] ?? 0);
      if (step >= redirects) response.end("User-agent: *\nDisallow: /x");
      else response.writeHead(302, { location: location || `/${step + 1}` }).end();
    });
    const robots = new Robots("mayfly", askAs("mayfly"), new RecordingOutput());
    const { kind } = await robots.ask(`${server.origin}/x`, never);
    return { kind, requests: server.requests.length };
  }

  test("are followed five times, and after the sixth the file counts as not there", async () => {
    expect(await kindAfter(5)).toEqual({ kind: "disallowed", requests: 6 });
    expect(await kindAfter(6)).toEqual({ kind: "allowed", requests: 6 });
  });

  test.each(["http://", "file:///etc/passwd"])("to %j lead nowhere", async (location) => {
    expect(await kindAfter(1, location)).toEqual({ kind: "allowed", requests: 1 });
  });

  test("may lead to another host, whose file then holds for the first", async () => {
    await using other = await servePlain((_request, response) => {
      response.end("User-agent: *\nDisallow: /x");
    });
    await using server = await servePlain((_request, response) => {
      response.writeHead(301, { location: `${other.origin}/their.txt` }).end();
    });
    const robots = new Robots("mayfly", askAs("mayfly"), new RecordingOutput());
    expect((await robots.ask(`${server.origin}/x`, never)).kind).toBe("disallowed");
    expect(other.requests).toEqual(["GET /their.txt"]);
  });
});

test("a line that is cut at 500 KiB does not count", async () => {
  const start = "User-agent: *\nDisallow: /x\n";
  const comment = `#${"x".repeat(500 * 1024 - start.length - 2 - "Disallow: /".length)}\n`;
  const text = `${start}${comment}Disallow: /yes\n`;
  const [x, no] = await Promise.all([askWith(text, "/x"), askWith(text, "/no")]);
  expect([x.answer.kind, no.answer.kind]).toEqual(["disallowed", "allowed"]);
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
  const robots = new Robots("mayfly", askAs("mayfly"), new RecordingOutput());
  expect((await robots.ask(`${server.origin}/x`, never)).kind).toBe("disallowed");
});

test("a fetch that a signal cut short says nothing of the host", async () => {
  const stopping = new AbortController();
  await using server = await servePlain(() => {
    stopping.abort();
  });
  const output = new RecordingOutput();
  await new Robots("mayfly", askAs("mayfly"), output).ask(`${server.origin}/x`, stopping.signal);
  expect(output.lines).toEqual([]);
});
