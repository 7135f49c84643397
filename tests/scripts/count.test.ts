import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

const script = fileURLToPath(new URL("../../scripts/count-tests.mjs", import.meta.url));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "mayfly-count-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** Writes the traces of one step as `.ci/run` leaves them. */
async function step(name: string, code: number, report?: unknown): Promise<void> {
  await writeFile(join(folder, `${name}.code`), `${code}\n`);
  const text = typeof report === "string" ? report : JSON.stringify(report);
  if (report !== undefined) await writeFile(join(folder, `${name}.json`), text);
}

function count(): Promise<{ code: number; stdout: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [script, folder], (error, stdout) => {
      resolve({ code: error ? Number(error.code) : 0, stdout });
    });
  });
}

const report = (numPassedTests: number, numFailedTests: number, testResults: object[] = []) => ({
  numPassedTests,
  numFailedTests,
  testResults,
});

test("the counts of all steps are added up, on one line", async () => {
  await step("install", 0);
  await step("test", 0, report(120, 0));
  await step("e2e", 0, report(3, 0));
  expect(await count()).toEqual({ code: 0, stdout: "123 passed, 0 failed\n" });
});

test("a failed test fails the whole", async () => {
  const failedFile = { status: "failed", assertionResults: [{ status: "failed" }] };
  await step("test", 1, report(10, 1, [failedFile]));
  expect(await count()).toEqual({ code: 1, stdout: "10 passed, 1 failed\n" });
});

test("a test file that does not load counts as one failed", async () => {
  await step("test", 1, report(10, 0, [{ status: "failed", assertionResults: [] }]));
  expect(await count()).toEqual({ code: 1, stdout: "10 passed, 1 failed\n" });
});

test("a step that fails without a failed test counts as one: lint, types or a crash", async () => {
  await step("test", 2);
  await step("e2e", 1, report(4, 0));
  expect(await count()).toEqual({ code: 1, stdout: "4 passed, 2 failed\n" });
});

test("half a report is no report", async () => {
  await step("test", 137, '{"numPassedTests": 3, "numFai');
  expect(await count()).toEqual({ code: 1, stdout: "0 passed, 1 failed\n" });
});
