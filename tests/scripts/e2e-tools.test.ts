import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { isRecentPulumi, serviceFolder, startService } from "../../scripts/e2e/index.mjs";
import { execute } from "../../scripts/lib/execute.mjs";
import { fillOnce } from "../../scripts/lib/fill-once.mjs";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "mayfly-e2e-tools-"));
});
afterEach(() => rm(folder, { recursive: true }));

test.each([
  ["v3.259.0\n", true],
  ["v3.200.0", true],
  ["4.0.0-alpha.1", true],
  ["v3.199.0", false],
  ["v2.300.0", false],
  ["", false],
])("pulumi version %j is recent enough: %s", (output, expected) => {
  expect(isRecentPulumi(output)).toBe(expected);
});

describe("a folder of the cache", () => {
  const fill = (to: string) => writeFile(join(to, "tool"), "1");

  test("is filled once, and said to be there after that", async () => {
    const target = join(folder, "tool-1");
    const lines: string[] = [];
    const filling = vi.fn(fill);
    for (let time = 0; time < 2; time++) {
      await fillOnce(target, "tool", (line) => lines.push(line), filling);
    }
    expect(filling).toHaveBeenCalledTimes(1);
    expect(await readFile(join(target, "tool"), "utf8")).toBe("1");
    expect(lines).toEqual(["installing tool", "tool is already there"]);
  });

  test("does not appear when filling it failed", async () => {
    const filling = async (to: string) => {
      await fill(to);
      throw new Error("no network");
    };
    const log = () => undefined;
    await expect(fillOnce(join(folder, "tool-1"), "tool", log, filling)).rejects.toThrow("network");
    expect(await readdir(folder)).toEqual([]);
  });
});

describe("a service", () => {
  const options = (own: string, script: string) => ({
    name: "The service",
    folder: own,
    command: process.execPath,
    args: ["-e", script],
    isReady: () => Promise.resolve(existsSync(join(own, "ready"))),
  });
  const forever =
    'require("fs").writeFileSync("ready", `${process.pid}`); setInterval(() => {}, 1e6)';

  test("is ready when its start resolves; after close it and its folder are gone", async () => {
    const own = serviceFolder("test");
    const service = await startService(options(own, forever));
    const pid = Number(await readFile(join(own, "ready"), "utf8"));
    expect(isAlive(pid)).toBe(true);
    await service.close();
    await service.close();
    expect(isAlive(pid)).toBe(false);
    expect(existsSync(own)).toBe(false);
  });

  test("that ignores SIGTERM is killed after its grace", async () => {
    const own = serviceFolder("test");
    const stubborn = `process.on("SIGTERM", () => {}); ${forever}`;
    const service = await startService({ ...options(own, stubborn), graceSeconds: 0 });
    const pid = Number(await readFile(join(own, "ready"), "utf8"));
    await service.close();
    expect(isAlive(pid)).toBe(false);
    expect(existsSync(own)).toBe(false);
  });

  test("that ends before it is ready shows the end of its log", async () => {
    const own = serviceFolder("test");
    const broken = 'console.error("port taken"); process.exitCode = 1';
    await expect(startService(options(own, broken))).rejects.toThrow(
      "The service ended: port taken",
    );
    expect(existsSync(own)).toBe(false);
  });

  test("that is not ready in time is ended", async () => {
    const own = serviceFolder("test");
    const isReady = () => Promise.resolve(false);
    const start = startService({ ...options(own, forever), isReady, deadlineMs: 0 });
    await expect(start).rejects.toThrow("The service was not ready after 0 seconds");
    expect(existsSync(own)).toBe(false);
  });

  test("whose start is aborted is ended", async () => {
    const own = serviceFolder("test");
    const isReady = () => Promise.resolve(false);
    const signal = AbortSignal.abort(new Error("Ctrl-C"));
    await expect(startService({ ...options(own, forever), isReady, signal })).rejects.toThrow(
      "Ctrl-C",
    );
    expect(existsSync(own)).toBe(false);
  });

  test("that is not installed is named, with what installs it", async () => {
    const own = serviceFolder("test");
    const missing = { ...options(own, ""), command: "/nowhere/moto" };
    await expect(startService(missing)).rejects.toThrow(
      "There is no /nowhere/moto: run `npm run pretest:e2e` first.",
    );
    expect(existsSync(own)).toBe(false);
  });

  test("ends with the process that started it, also when that is killed", async () => {
    const own = serviceFolder("test");
    const starter = `
      import { existsSync } from "node:fs";
      import { startService } from ${JSON.stringify(new URL("../../scripts/e2e/index.mjs", import.meta.url).href)};
      const { name, folder, command, args } = ${JSON.stringify(options(own, forever))};
      const isReady = async () => existsSync(folder + "/ready");
      await startService({ name, folder, command, args, isReady });
      process.kill(process.pid, "SIGKILL");`;
    await execute(process.execPath, ["--input-type=module", "-e", starter]);
    await vi.waitUntil(() => !existsSync(own), { timeout: 20_000 });
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
