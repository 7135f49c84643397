import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startDemoSite } from "../fixtures/demo-site/server.mjs";

const script = fileURLToPath(new URL("../../scripts/quickstart.mjs", import.meta.url));

let out: string;
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), "mayfly-quickstart-"));
});
afterEach(() => rm(out, { recursive: true }));

function quickstart(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [script, "--out", out, ...args], (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

test("without arguments it crawls the demo site, and closes it afterwards", async () => {
  const { code, stdout, stderr } = await quickstart("--max-pages", "3");
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stderr).toContain("• root packages: already there\n• crawler packages: already there\n");
  expect(stdout + stderr).toContain(out);
  const url = /• demo site: (\S+)/.exec(stderr)?.[1] ?? "";
  await expect(fetch(url)).rejects.toThrow();
});

test("a URL takes the place of the demo site", async () => {
  await using site = await startDemoSite();
  const { code, stderr } = await quickstart(`${site.url}about`, "--max-pages", "1");
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stderr).not.toContain("demo site");
  expect(site.requests.map(({ path }) => path)).toContain("/about");
});

test("it ends with the exit code of the run", async () => {
  const { code, stderr } = await quickstart("--max-pages", "many");
  expect(code).toBe(2);
  expect(stderr).toContain("many");
});
