import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { afterEach, beforeEach, expect, test } from "vitest";
import { prepareBackend } from "../../../automation/environment/backend.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mayfly-backend-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const prepare = async (mayMake: boolean, more: NodeJS.ProcessEnv = {}) =>
  await prepareBackend(
    {
      workDir: folder,
      projectSettings: async () => await Promise.resolve({ name: "mayfly", runtime: "nodejs" }),
      stackSettings: async () => await Promise.reject(new Error("none")),
    } as unknown as LocalWorkspace,
    "dev",
    { PULUMI_HOME: folder, ...more },
    mayMake,
  );

test("the first time it is told in full, later in one short line", async () => {
  const own = join(folder, ".mayfly");
  const first = await prepare(true);
  expect(first.notice).toContain("export PULUMI_BACKEND_URL='file://");
  const second = await prepare(false);
  expect(second.notice).toBe(`Mayfly keeps its own Pulumi backend and passphrase in ${own}.`);
  expect(second.additions).toEqual(first.additions);
});

test("an operation that makes no stack makes no backend either", async () => {
  await expect(prepare(false)).rejects.toMatchObject({ code: "stackNotFound", exitCode: 2 });
  const theirs = await prepare(false, { PULUMI_BACKEND_URL: "file:///somewhere" });
  expect(theirs.additions).toEqual({});
  expect(existsSync(join(folder, ".mayfly"))).toBe(false);
});
