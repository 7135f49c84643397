import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { HealthStatus } from "../../../../automation/targets/agent/runtime.ts";
import { DockerContainer } from "../../../../automation/targets/docker/docker-container.ts";
import type { EngineContainer } from "../../../../automation/targets/docker/engine-api.ts";
import { definition, running, scriptedContainer } from "./helpers.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mayfly-container-"));
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

const start = (container: EngineContainer): Promise<DockerContainer> =>
  DockerContainer.start(
    definition,
    container,
    join(folder, "stream"),
    new AbortController().signal,
  );

test("what the container prints is in the file before its end is told", async () => {
  let end: (exitCode: number) => void = () => undefined;
  const ended = new Promise<number>((resolve) => (end = resolve));
  const engine = scriptedContainer({ wait: () => ended });
  const container = await start(engine);
  engine.print("stdout", Buffer.from("one\nhalf "));
  engine.print("stderr", Buffer.from("other\n"));
  engine.print("stdout", Buffer.from("line\nno end"));
  end(0);
  expect(await container.exited).toEqual({ exitCode: 0 });
  expect(readFileSync(join(folder, "stream"), "utf8")).toBe("one\nother\nhalf line\nno end\n");
});

test("a container that ran out of memory says so in the words of ECS", async () => {
  const container = await start(
    scriptedContainer({
      wait: () => Promise.resolve(137),
      state: () => Promise.resolve({ ...running, exitCode: 137, isOutOfMemory: true }),
    }),
  );
  expect(await container.exited).toEqual({
    exitCode: 137,
    reason: "OutOfMemoryError: Container killed due to memory usage",
  });
});

test("an engine that is away for a while loses no exit code", async () => {
  const answers = [Promise.reject(new Error("socket hang up")), Promise.resolve(143)];
  const container = await start(
    scriptedContainer({
      wait: () => answers.shift() ?? Promise.resolve(143),
      state: () => Promise.resolve({ ...running, exitCode: 143 }),
    }),
  );
  expect(await container.exited).toEqual({ exitCode: 143 });
});

test("where an engine does not come back, nobody knows how the container ended", async () => {
  vi.useFakeTimers();
  const container = await start(
    scriptedContainer({
      wait: () => Promise.reject(new Error("No Docker engine answers at unix:///x.")),
    }),
  );
  await vi.advanceTimersByTimeAsync(30_000);
  const { exitCode, reason } = await container.exited;
  expect(exitCode).toBeNull();
  expect(reason).toMatch(/^DockerTimeoutError: .*No Docker engine answers at unix:\/\/\/x\.$/);
});

test("health is told once for each change, in the words of ECS", async () => {
  const words = ["starting", "healthy", "healthy", "unhealthy"];
  const told: HealthStatus[] = [];
  const watching = new AbortController();
  const container = await start(
    scriptedContainer({
      state: () => {
        const health = words.length > 1 ? words.shift() : words[0];
        return Promise.resolve(health === undefined ? running : { ...running, health });
      },
    }),
  );
  await container.watchHealth((status) => {
    told.push(status);
    if (status === "UNHEALTHY") watching.abort();
  }, watching.signal);
  expect(told).toEqual(["HEALTHY", "UNHEALTHY"]);
});

test("a container that cannot be started says why", async () => {
  const refusing = scriptedContainer({
    start: () => Promise.reject(new Error('exec: "nothing": executable file not found')),
  });
  await expect(start(refusing)).rejects.toThrow("executable file not found");
});
