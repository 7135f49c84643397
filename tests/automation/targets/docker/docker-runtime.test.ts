import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { agentFiles } from "../../../../automation/targets/agent/agent-files.ts";
import type { TaskRuntime } from "../../../../automation/targets/agent/runtime.ts";
import { dockerRuntime } from "../../../../automation/targets/docker/docker-runtime.ts";
import { builtImage } from "../../../../automation/targets/docker/docker-task.ts";
import type { Engine } from "../../../../automation/targets/docker/engine-api.ts";
import { definition, scriptedEngine } from "./helpers.ts";

let folder: string;
const never = new AbortController().signal;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mayfly-runtime-"));
  mkdirSync(join(folder, "task"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const runtime = (buildContext: string | null, parts: Partial<Engine>): TaskRuntime =>
  dockerRuntime(
    {
      kind: "docker",
      engine: { host: "unix:///engine.sock", certPath: null },
      buildContext,
      ...{ network: null, addHosts: [], cpu: null, memoryMiB: null, resultsFolder: null },
    },
    "t1",
    [{ ...definition, image: builtImage }],
    agentFiles(join(folder, "task")),
    {},
    scriptedEngine(parts),
  );

test("a build that fails ends the task, whatever an earlier one has left", async () => {
  const { pull } = runtime("/sources", {
    image: () => Promise.resolve({ id: "sha256:old", repoDigests: [] }),
    build: (_folder, _entries, _tag, hear) => {
      hear("Step 1/2\n");
      return Promise.reject(new Error("The command returned a non-zero code: 7"));
    },
  });
  const log = join(folder, "task", "build.log");
  await expect(pull(never)).rejects.toThrow(
    `CannotBuildImageError: The command returned a non-zero code: 7; what the build printed is in ${log}.`,
  );
  expect(readFileSync(log, "utf8")).toBe("Step 1/2\n");
});

test("the image that --build makes is asked of no registry", async () => {
  const { pull } = runtime(null, { image: () => Promise.resolve(undefined) });
  await expect(pull(never)).rejects.toThrow(/mayfly-crawler:local is in no registry: --build/);
});
