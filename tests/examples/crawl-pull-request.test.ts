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
      if (
        request.method === "POST" &&
        body.length <= 65_536 &&
        path === "/repos/me/site/issues/7/comments"
      ) {
        comments.push({ id: comments.length + 1, body });
      }
      const [, id] = /^\/repos\/me\/site\/issues\/comments\/(\d+)$/.exec(path) ?? [];
      const own = comments.find((comment) => String(comment.id) === id);
      if (request.method === "PATCH" && body.length <= 65_536 && own !== undefined) own.body = body;
      const { pathname, searchParams } = new URL(path, "http://github.test");
      const page = Number(searchParams.get("page") ?? 1);
      const size = Number(searchParams.get("per_page") ?? 30);
      // As GitHub does.
      response.statusCode = body.length > 65_536 ? 422 : 200;
      const isList = request.method === "GET" && pathname.endsWith("/comments");
      response.end(JSON.stringify(isList ? comments.slice((page - 1) * size, page * size) : {}));
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
    for (let id = 1; id <= 120; id += 1) github.comments.push({ id, body: "Nice." });
    const own = () => github.comments.map(({ body }) => body).filter((body) => body !== "Nice.");
    await using workplace = new Workplace();
    const folder = join(workplace.path, "site");
    mkdirSync(folder);
    const start = '<title>Start</title><a href="/new.html">New</a>';
    // More than a comment can say.
    const gone = Array.from(
      { length: 40 },
      (_, index) => `<a href="/gone.html?${String(index)}-${"x".repeat(1_800)}">Gone</a>`,
    );
    writeFileSync(join(folder, "index.html"), start + gone.join(""));
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
    expect(broken.stdout).toContain("1 pages retrieved, 41 failed, 0 skipped.");
    expect(broken.stdout).not.toContain("t0ken");
    const comment = `- 404 ${site.url}new.html (linked from ${site.url})`;
    expect(own()).toEqual([expect.stringContaining(comment)]);
    expect(own()[0]).toMatch(/\n- … and \d+ more$/);

    // The next push mends it.
    writeFileSync(join(folder, "index.html"), start);
    writeFileSync(join(folder, "new.html"), "<title>New</title>");
    const whole = await run();
    expect(whole.exitCode).toBe(0);
    expect(own()).toEqual([
      expect.stringMatching(/completed\n2 pages retrieved, 0 failed, 0 skipped\.$/),
    ]);
    expect(new Set(github.authorizations)).toEqual(new Set(["Bearer t0ken"]));
  },
);
