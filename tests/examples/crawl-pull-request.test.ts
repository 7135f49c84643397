import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { expect, test } from "vitest";
import { compileExample } from "../helpers/compiled-example.ts";
import { Workplace } from "../helpers/mayfly.ts";
import { serveFolder } from "../helpers/static-site.ts";

/** The comments of one pull request, as GitHub's API has them. */
async function startComments() {
  const comments: { id: number; body: string }[] = [];
  const authorizations: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      authorizations.push(request.headers.authorization);
      const text = Buffer.concat(parts).toString("utf8");
      const body = text === "" ? "" : (JSON.parse(text) as { body: string }).body;
      const path = request.url ?? "";
      if (request.method === "POST" && path === "/repos/me/site/issues/7/comments") {
        comments.push({ id: comments.length + 1, body });
      }
      const [, id] = /^\/repos\/me\/site\/issues\/comments\/(\d+)$/.exec(path) ?? [];
      const own = comments.find((comment) => String(comment.id) === id);
      if (request.method === "PATCH" && own !== undefined) own.body = body;
      response.end(JSON.stringify(request.method === "GET" ? comments : {}));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    comments,
    authorizations,
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test(
  "a pull request gets one comment, which says what is broken and is written again",
  { timeout: 120_000 },
  async () => {
    await using github = await startComments();
    await using workplace = new Workplace();
    const folder = join(workplace.path, "site");
    mkdirSync(folder);
    writeFileSync(join(folder, "index.html"), '<title>Start</title><a href="/new.html">New</a>');
    await using site = await serveFolder(folder);
    using example = await compileExample("crawl-pull-request");
    const run = async () => {
      const child = spawn(process.execPath, [example.path, site.url], {
        cwd: workplace.path,
        env: {
          ...process.env,
          ...{ GITHUB_API_URL: github.url, GITHUB_TOKEN: "t0ken", GITHUB_REPOSITORY: "me/site" },
          PULL_REQUEST: "7",
        },
        stdio: ["ignore", "pipe", "inherit"],
      });
      let stdout = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
      const [exitCode] = (await once(child, "close")) as [number | null];
      return { exitCode, stdout };
    };

    const broken = await run();
    expect(broken.exitCode).toBe(1);
    expect(broken.stdout).toContain("1 pages retrieved, 1 failed, 0 skipped.");
    expect(broken.stdout).not.toContain("t0ken");
    const comment = `- 404 ${site.url}new.html (linked from ${site.url})`;
    expect(github.comments.map(({ body }) => body)).toEqual([expect.stringContaining(comment)]);

    // The next push mends it.
    writeFileSync(join(folder, "new.html"), "<title>New</title>");
    const whole = await run();
    expect(whole.exitCode).toBe(0);
    expect(github.comments.map(({ body }) => body)).toEqual([
      expect.stringMatching(/completed\n2 pages retrieved, 0 failed, 0 skipped\.$/),
    ]);
    expect(new Set(github.authorizations)).toEqual(new Set(["Bearer t0ken"]));
  },
);
