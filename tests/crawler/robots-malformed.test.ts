import type { IncomingMessage, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { askAs } from "../../crawler/src/network.ts";
import { pauseMs } from "../../crawler/src/politeness.ts";
import { Robots, type RobotsAnswer } from "../../crawler/src/robots.ts";
import { FakeClock, never, RecordingOutput } from "./helpers/fakes.ts";
import { servePlain, type PlainServer } from "./helpers/plain-server.ts";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** Milliseconds that a try may take here: enough for what answers, also on a busy machine. */
const withinMs = 2000;

/** Asks for a path until it is known what the file says, as the crawl does, on a clock that needs no time. */
async function ask(server: PlainServer, path: string, ms = withinMs): Promise<RobotsAnswer> {
  const clock = new FakeClock();
  const robots = new Robots("mayfly", askAs("mayfly"), new RecordingOutput(), clock, ms);
  for (;;) {
    const answer = await robots.ask(server.origin + path, never);
    if (answer.kind !== "later") return answer;
    await clock.sleep(answer.ms, never);
  }
}

const rules = "User-agent: *\nDisallow: /x\n";
const noise = Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 167 + 91) % 256));

const file =
  (content: string | Buffer, headers: Readonly<Record<string, string>> = {}): Answer =>
  (_request, response) => {
    response.writeHead(200, headers).end(content);
  };

const bigEndian = (text: string) => Buffer.from(text, "utf16le").swap16();

/** What each file makes of `/x` and of `/y`. */
test.each<[string, Answer, x: RobotsAnswer["kind"], y: RobotsAnswer["kind"]]>([
  ["with a byte order mark of UTF-8", file(`\uFEFF${rules}`), "disallowed", "allowed"],
  [
    "in UTF-16, little endian",
    file(Buffer.from(`\uFEFF${rules}`, "utf16le")),
    "disallowed",
    "allowed",
  ],
  ["in UTF-16, big endian", file(bigEndian(`\uFEFF${rules}`)), "disallowed", "allowed"],
  ["in UTF-16 that no mark tells of", file(Buffer.from(rules, "utf16le")), "disallowed", "allowed"],
  [
    "in Latin-1",
    file(Buffer.from(`# für alle\nUser-agent: *\nDisallow: /ä\nDisallow: /x`, "latin1")),
    "disallowed",
    "allowed",
  ],
  ["of binary noise", file(noise), "allowed", "allowed"],
  [
    "of binary noise and rules",
    file(Buffer.concat([noise, Buffer.from(`\n${rules}`)])),
    "disallowed",
    "allowed",
  ],
  ["with CR at the ends of lines", file(rules.replaceAll("\n", "\r")), "disallowed", "allowed"],
  ["with zeros in it", file("\0User-\0agent: *\0\nDisallow: /x\0\0\n\0"), "disallowed", "allowed"],
  [
    "that is a page",
    file("<!doctype html><title>Not found</title><p>Disallow: /", { "content-type": "text/html" }),
    "allowed",
    "allowed",
  ],
  [
    "that is an empty page of status 200",
    file("", { "content-type": "text/html" }),
    "allowed",
    "allowed",
  ],
  ["whose rules are for nobody", file("Disallow: /\nAllow: /y\n"), "allowed", "allowed"],
  ["whose first rules are for nobody", file(`Disallow: /\n\n${rules}`), "disallowed", "allowed"],
  [
    "with unknown, empty and broken lines",
    file(`:\n: /\nDisallow\n\n${rules}Noindex: /y\nAllow /x\n=\n`),
    "disallowed",
    "allowed",
  ],
  ["with an empty rule", file("User-agent: *\nDisallow:\n"), "allowed", "allowed"],
  [
    "with broken escapes",
    file(`User-agent: *\nDisallow: /%zz\nDisallow: /%\nDisallow: /x%\n${rules}`),
    "disallowed",
    "allowed",
  ],
  [
    "of 10 MB, of which the first 500 KiB count",
    file(`${rules}${"# nothing\n".repeat(1_000_000)}Disallow: /y\n`),
    "disallowed",
    "allowed",
  ],
  [
    "with a line of 1 MB before the rules",
    file(`# ${"x".repeat(1_000_000)}\n${rules}`),
    "allowed",
    "allowed",
  ],
  [
    "with a line of 1 MB after the rules",
    file(`${rules}Disallow: /y${"y".repeat(1_000_000)}\n`),
    "disallowed",
    "allowed",
  ],
  [
    "that is gzip, as its header says",
    file(gzipSync(rules), { "content-encoding": "gzip" }),
    "disallowed",
    "allowed",
  ],
  ["that is gzip, and no header says so", file(gzipSync(rules)), "disallowed", "allowed"],
  [
    "that is gzip, and unpacks to 100 MB",
    file(gzipSync(`${rules}${"# nothing\n".repeat(10_000_000)}Disallow: /y\n`)),
    "disallowed",
    "allowed",
  ],
  [
    "that is no gzip, as its header says",
    file(rules, { "content-encoding": "gzip" }),
    "unreachable",
    "unreachable",
  ],
  [
    "that is gzip, cut in the middle",
    file(gzipSync(rules).subarray(0, -10)),
    "unreachable",
    "unreachable",
  ],
  [
    "that leads to itself",
    (_request, response) => {
      response.writeHead(302, { location: "/robots.txt" }).end();
    },
    "allowed",
    "allowed",
  ],
  [
    "that leads to ever other files",
    (request, response) => {
      response.writeHead(302, { location: `${request.url ?? ""}x` }).end();
    },
    "allowed",
    "allowed",
  ],
  [
    "that leads nowhere",
    (_request, response) => {
      response.writeHead(301).end();
    },
    "allowed",
    "allowed",
  ],
  [
    "whose connection is reset",
    (request) => {
      request.socket.resetAndDestroy();
    },
    "unreachable",
    "unreachable",
  ],
  [
    "whose connection is reset after half of it",
    (request, response) => {
      response.writeHead(200, { "content-length": "1000" });
      response.write(rules, () => request.socket.resetAndDestroy());
    },
    "unreachable",
    "unreachable",
  ],
  [
    "of a server that speaks no HTTP",
    (request) => {
      request.socket.end("220 smtp.example.org ESMTP\r\n");
    },
    "unreachable",
    "unreachable",
  ],
])("A file %s is understood", async (_what, answer, x, y) => {
  await using server = await servePlain(answer);
  const kinds = [(await ask(server, "/x")).kind, (await ask(server, "/y")).kind];
  expect(kinds).toEqual([x, y]);
});

test.each<[string, Answer]>([
  [
    "that comes a byte at a time without end",
    (_request, response) => {
      response.write(rules);
      const timer = setInterval(() => response.write("#"), 20);
      response.on("close", () => {
        clearInterval(timer);
      });
    },
  ],
  [
    "whose headers come without its body",
    (_request, response) => {
      response.writeHead(200).flushHeaders();
    },
  ],
  ["that does not come at all", () => undefined],
])("A file %s forbids all once its time is over", async (_what, answer) => {
  await using server = await servePlain(answer);
  expect(await ask(server, "/y", 200)).toMatchObject({ kind: "unreachable", code: "timeout" });
  expect(server.requests).toHaveLength(4);
});

/** Seconds between two pages of a host that asks for them so. */
test.each<[string, seconds: number]>([
  ["7", 7],
  ["0.5", 1],
  ["1e9", 60],
  ["Infinity", 60],
  ["-5", 1],
  ["NaN", 1],
  ["soon", 1],
  ["", 1],
  ["10s", 1],
  ["5 # for night time", 5],
])("Crawl-delay %j makes a pause of %d s", async (text, seconds) => {
  await using server = await servePlain(file(`User-agent: *\nCrawl-delay: ${text}\n`));
  const answer = await ask(server, "/x");
  const delay = answer.kind === "allowed" ? answer.crawlDelay : NaN;
  expect(pauseMs("https://example.org/", undefined, delay)).toBe(seconds * 1000);
});
