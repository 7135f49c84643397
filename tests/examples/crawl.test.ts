import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startDemoSite } from "../fixtures/demo-site/server.mjs";
import { compileExample, type CompiledExample } from "../helpers/compiled-example.ts";
import { Workplace } from "../helpers/mayfly.ts";

let example: CompiledExample;
beforeAll(async () => {
  example = await compileExample("crawl");
}, 90_000);
afterAll(() => {
  example[Symbol.dispose]();
});

test("examples/crawl.ts compiles, runs and says what it found", { timeout: 90_000 }, async () => {
  await using site = await startDemoSite();
  await using workplace = new Workplace();
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [example.path, `${site.url}guide/`],
    { cwd: workplace.path },
  );
  expect(stdout).toContain("RUNNING (observed)\n");
  expect(stdout).toContain(`200 ${site.url}guide/ "`);
  expect(stdout).toMatch(/^completed: \d+ pages$/m);
  expect(stdout.trimEnd()).toMatch(/record\.json$/);
  expect(workplace.record().status).toBe("finished");
  expect(workplace.leftovers()).toEqual([]);
});

test("examples/crawl.ts stops its task in order at Ctrl-C", { timeout: 90_000 }, async () => {
  await using site = await startDemoSite();
  await using workplace = new Workplace();
  const child = spawn(process.execPath, [example.path, `${site.url}calendar/2026/05`], {
    cwd: workplace.path,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    if (!stdout.includes("\n200 ") && text.includes("200 ")) child.kill("SIGINT");
    stdout += text;
  });
  const [exitCode] = (await once(child, "close")) as [number | null];
  expect(stdout).toMatch(/^stopped: \d+ pages$/m);
  expect(exitCode).toBe(143);
  expect(workplace.record().status).toBe("finished");
  expect(workplace.leftovers()).toEqual([]);
});
