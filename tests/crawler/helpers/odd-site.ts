import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A site on loopback that misbehaves in every way a crawler meets. `await using` closes it. */
export interface OddSite extends AsyncDisposable {
  /** Origin without a slash at the end. */
  readonly origin: string;
  /** Paths that were asked for, in order; a query belongs to them. */
  readonly requests: readonly string[];
  /** Resolves when a path has been asked for. */
  readonly requested: (path: string) => Promise<void>;
}

/** Answers a request; `count` is how often this path was asked for, this time included. */
export type Answer = (request: IncomingMessage, response: ServerResponse, count: number) => void;

const html = (body: string, status = 200): Answer => {
  return (_request, response) => {
    response.writeHead(status, { "content-type": "text/html; charset=utf-8" }).end(body);
  };
};

const redirect = (location: string): Answer => {
  return (_request, response) => void response.writeHead(302, { location }).end();
};

const typed = (type: string, body: string, more: Record<string, string> = {}): Answer => {
  return (_request, response) =>
    void response.writeHead(200, { "content-type": type, ...more }).end(body);
};

const pdf = `%PDF-1.1
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj
trailer<</Root 1 0 R>>
%%EOF
`;

/** Pages that every odd site has. */
const pages: Readonly<Record<string, Answer>> = {
  "/": html(
    '<title>Home</title><link rel=canonical href="/home"><p>Hello</p><a href="/a#part">A</a><a href="/a">again</a><a href="mailto:x@y.z">mail</a>',
  ),
  "/a": html("<title>Page A</title><a href='/'>home</a>"),
  "/no-content": (_request, response) => void response.writeHead(204).end(),
  "/download": typed("application/zip", "PK", { "content-disposition": "attachment" }),
  "/redirect": redirect("/a"),
  "/loop": redirect("/loop"),
  "/reset": (request) => void request.socket.destroy(),
  "/missing": html("<title>Nothing here</title><a href='/from-error'>x</a>", 404),
  "/bare-error": (_request, response) => void response.writeHead(500).end(),
  "/flaky": (request, response, count) => {
    html("<title>Flaky</title>", count === 1 ? 500 : 200)(request, response, count);
  },
  "/alert": html("<title>Alert</title><script>alert(1)</script><p>after</p>"),
  "/forever": html("<title>Forever</title><script>while (true);</script>"),
  "/slow-body": (_request, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.write(`<title>Half</title><a href="/a">A</a>${"<p>text</p>".repeat(500)}`);
  },
  "/hang": () => undefined,
  "/json": typed("application/json", '{"a":1}'),
  "/pdf": typed("application/pdf", pdf),
  "/rendered": html(
    "<title>Rendered</title><script>setTimeout(() => { document.body.innerHTML = '<a href=/late>late</a>' }, 50)</script>",
  ),
};

/** Serves the odd pages, and `more`, which may replace them. Anything else is a 404 without a title. */
export async function startOddSite(
  more: Readonly<Record<string, string | Answer>> = {},
): Promise<OddSite> {
  const requests: string[] = [];
  const waiting = new Map<string, (() => void)[]>();
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    requests.push(path);
    const body = more[path];
    const answer =
      typeof body === "string" ? typedFor(path, body) : (body ?? pages[path] ?? html("", 404));
    answer(request, response, requests.filter((other) => other === path).length);
    for (const resolve of waiting.get(path) ?? []) resolve();
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    requested: async (path) => {
      if (requests.includes(path)) return;
      await new Promise<void>((resolve) => {
        waiting.set(path, [...(waiting.get(path) ?? []), resolve]);
      });
    },
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function typedFor(path: string, body: string): Answer {
  return typed(path.endsWith(".txt") ? "text/plain" : "text/html; charset=utf-8", body);
}
