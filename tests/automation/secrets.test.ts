/** Headers, cookies and passwords go to the crawler, and to nothing that is kept or shown. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { CommandContext } from "../../automation/commands/context.ts";
import { dryRun } from "../../automation/commands/dry-run.ts";
import { startOddSite, type OddSite } from "../crawler/helpers/odd-site.ts";
import { Workplace } from "../helpers/mayfly.ts";
import { goodOutputs } from "../infra/helpers/good-outputs.ts";

const options = [
  ...["--header", "X-Key: hunter2", "--cookie=sid=hunter2", "--basic-auth", "me:hunter2"],
];

/** A page that tells what of the command lines of this machine has the secret while the crawl runs. */
async function siteThatLooks(seen: { lines: string[]; headers: unknown[] }): Promise<OddSite> {
  return await startOddSite({
    "/secret": (request, response) => {
      const { cookie, authorization } = request.headers;
      seen.headers.push([request.headers["x-key"], cookie, authorization]);
      seen.lines.push(...commandLines().filter((line) => line.includes("hunter2")));
      response.writeHead(200, { "content-type": "text/html" }).end("<title>Secret</title>");
    },
  });
}

function commandLines(): readonly string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return [readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ")];
      } catch {
        // It has ended.
        return [];
      }
    });
}

function filesWith(folder: string, text: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile() && readFileSync(path, "utf8").includes(text));
}

test("they are in no file, event or command line, and must be given again to resume", async () => {
  const seen: { lines: string[]; headers: unknown[] } = { lines: [], headers: [] };
  await using site = await siteThatLooks(seen);
  await using workplace = new Workplace();
  const url = `${site.origin}/secret`;
  const { exitCode, stdout, stderr } = await workplace.run([
    ...["run", url, "--detach", "--max-depth", "0", ...options],
  ]);
  expect([exitCode, stderr]).toEqual([0, expect.stringContaining("Follow it")]);
  const { settings, outcome } = await workplace.finishedRecord();
  expect(outcome?.kind).toBe("completed");
  const basic = `Basic ${Buffer.from("me:hunter2").toString("base64")}`;
  expect(seen.headers).toEqual([["hunter2", "sid=hunter2", basic]]);
  expect(seen.lines).toEqual([]);
  expect(settings).toMatchObject({
    ...{ MAYFLY_HEADER: "***", MAYFLY_COOKIE: "***", MAYFLY_BASIC_AUTH: "***" },
  });
  expect(filesWith(workplace.path, "hunter2")).toEqual([]);

  const resume = ["run", "--resume", stdout.trim(), url];
  const refused = await workplace.run([...resume, "--header", "X-Key: hunter2"]);
  expect([refused.exitCode, refused.stderr]).toEqual([
    2,
    expect.stringMatching(
      /Expected --cookie and --basic-auth again to resume .*: no record keeps what may be a secret\.\n$/,
    ),
  ]);
  const again = await workplace.run([...resume, `${site.origin}/secret?2`, ...options, "--json"]);
  expect([again.exitCode, again.stdout.includes("hunter2")]).toEqual([0, false]);
}, 120_000);

test("a dry run shows that there are some, and not which", async () => {
  let shown = "";
  const write = (text: string): boolean => {
    shown += text;
    return true;
  };
  // No more of a process is touched.
  const context = { stdout: { write } } as unknown as CommandContext;
  const launch = { environment: { MAYFLY_BASIC_AUTH: "me:hunter2", OTHER: "shown" } };
  const outputs = { ...goodOutputs, expiresAt: null };
  const options = { urls: ["https://a.org/"], header: ["X-Key: hunter2"], outputs };
  expect(await dryRun({ ...options, launch }, 1, context, true)).toBe(0);
  expect(shown).toContain('{"name":"MAYFLY_HEADER","value":"***"}');
  expect(shown).toContain('{"name":"OTHER","value":"shown"}');
  expect(shown).not.toContain("hunter2");
});

test.each<[string, string]>([
  ["--header", "hunter2"],
  ["--cookie", "hunter2"],
  ["--basic-auth", "hunter2"],
])("%s that cannot be used is refused without being repeated", async (option, value) => {
  await using workplace = new Workplace();
  const { exitCode, stdout, stderr } = await workplace.run([
    ...["run", "http://127.0.0.1/", option, value],
  ]);
  expect([exitCode, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(new RegExp(`^mayfly: Expected .* for ${option}, but got something else`));
});
