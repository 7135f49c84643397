import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lockFolder } from "../../crawler/src/folder-lock.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mayfly-test-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

test("a folder is held by one, until the lock is ended, and another folder is free", async () => {
  const other = join(folder, "other");
  mkdirSync(other);
  const first = await lockFolder(folder);
  expect(first).not.toBeNull();
  expect(await lockFolder(folder)).toBeNull();
  const second = await lockFolder(other);
  expect(second).not.toBeNull();
  first?.();
  second?.();
  expect(readdirSync(folder)).toEqual(["other"]);
  const third = await lockFolder(folder);
  expect(third).not.toBeNull();
  third?.();
});

test("a lock whose owner was killed is nobody's", async () => {
  const socket = join(folder, "writer-0a1b.sock");
  const code = "require('net').createServer().listen(process.argv[1], () => console.log('up'))";
  const owner = spawn(process.execPath, ["-e", code, socket], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(owner.stdout, "data");
  expect(await lockFolder(folder)).toBeNull();
  owner.kill("SIGKILL");
  await once(owner, "exit");
  expect(existsSync(socket)).toBe(true);
  const unlock = await lockFolder(folder);
  expect(unlock).not.toBeNull();
  expect(existsSync(socket)).toBe(false);
  unlock?.();
  expect(readdirSync(folder)).toEqual([]);
});

test("of two that come at once, never both hold a folder", async () => {
  const locks = await Promise.all([lockFolder(folder), lockFolder(folder)]);
  expect(locks.filter((unlock) => unlock !== null).length).toBeLessThan(2);
  for (const unlock of locks) unlock?.();
  expect(readdirSync(folder)).toEqual([]);
});

test("the path of a folder may be longer than that of a socket", async () => {
  const deep = join(folder, "x".repeat(120), "y".repeat(120));
  mkdirSync(deep, { recursive: true });
  const unlock = await lockFolder(deep);
  expect([unlock === null, await lockFolder(deep)]).toEqual([false, null]);
  unlock?.();
});
