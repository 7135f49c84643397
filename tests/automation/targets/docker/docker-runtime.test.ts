import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { agentFiles } from "../../../../automation/targets/agent/agent-files.ts";
import type { TaskRuntime } from "../../../../automation/targets/agent/runtime.ts";
import type { ContainerRequest } from "../../../../automation/targets/docker/container-request.ts";
import { dockerRuntime } from "../../../../automation/targets/docker/docker-runtime.ts";
import { builtImage } from "../../../../infra/container-definitions.ts";
import type { Engine } from "../../../../automation/targets/docker/engine-api.ts";
import { definition, scriptedContainer, scriptedEngine } from "./helpers.ts";

let folder: string;
const never = new AbortController().signal;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mayfly-runtime-"));
  mkdirSync(join(folder, "task"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const runtime = (
  buildContext: string | null,
  parts: Partial<Engine>,
  resultsFolder: string | null = null,
): TaskRuntime =>
  dockerRuntime(
    {
      kind: "docker",
      engine: { host: "unix:///engine.sock", certPath: null },
      buildContext,
      ...{ network: null, addHosts: [], cpu: null, memoryMiB: null, resultsFolder },
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

test("the folder of the results keeps its permissions, and its owner writes there", async () => {
  const results = join(folder, "results");
  mkdirSync(results);
  chmodSync(results, 0o750);
  let request: ContainerRequest | undefined;
  const { provision, start } = runtime(
    null,
    {
      info: () => Promise.resolve({ version: "29", cpus: 2, isRootless: false }),
      createNetwork: () => Promise.resolve(),
      createContainer: (_name, asked) => {
        request = asked;
        return Promise.resolve(scriptedContainer());
      },
    },
    results,
  );
  await provision(() => undefined, never);
  const begin = (name: string) =>
    start({ ...definition, name }, join(folder, name), () => undefined, never);
  await begin("selenium");
  await begin("crawler");
  const { uid, gid, mode } = statSync(results);
  expect(request?.User).toBe(`${String(uid)}:${String(gid)}`);
  expect(mode & 0o777).toBe(0o750);
});
