import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";

/** A folder served on loopback. `await using` closes it. */
export interface StaticSite extends AsyncDisposable {
  /** Address of the folder, with a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".txt": "text/plain; charset=utf-8",
  ".xml": "application/xml",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".gif": "image/gif",
  ".jpg": "image/jpeg",
  ".pdf": "application/pdf",
};

/** Serves the files of a folder; `index.html` stands for its folder, anything else that is not a file is a 404. */
export async function serveFolder(folder: string): Promise<StaticSite> {
  const server = createServer((request, response) => {
    const file = fileFor(folder, request.url ?? "/");
    if (file === undefined) {
      response.writeHead(404, { "content-type": "text/plain" }).end("Not found");
      return;
    }
    response.writeHead(200, {
      "content-type": types[extname(file)] ?? "application/octet-stream",
    });
    createReadStream(file)
      .on("error", () => response.destroy())
      .pipe(response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    if (!server.listening) return;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  };
  return { url: `http://127.0.0.1:${port}/`, close, [Symbol.asyncDispose]: close };
}

/** The file for a request, never outside the folder. */
function fileFor(folder: string, target: string): string | undefined {
  if (!URL.canParse(target, "http://localhost")) return undefined;
  const { pathname } = new URL(target, "http://localhost");
  let path: string;
  try {
    path = join(folder, normalize(decodeURIComponent(pathname)));
  } catch {
    return undefined;
  }
  if (pathname.endsWith("/")) path = join(path, "index.html");
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? path : undefined;
}
