import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { FolderStore } from "../../crawler/src/folder-store.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mayfly-test-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function linesOf(store: FolderStore): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of store.journal()) lines.push(line);
  return lines;
}

test("files are kept whole, in folders, and replaced", async () => {
  const store = new FolderStore(join(folder, "not", "there"));
  await store.write("screenshots/a.png", Buffer.from([1, 2, 3]));
  await store.write("screenshots/a.png", Buffer.from([4]));
  expect(await store.read("screenshots/a.png")).toEqual(Buffer.from([4]));
  expect(await store.read("screenshots/b.png")).toBeNull();
  expect(existsSync(join(folder, "not", "there", "screenshots", "a.png.new"))).toBe(false);
  await store.close();
});

test("a folder that cannot be made is refused, also where Node.js would try for ever", () => {
  expect(() => new FolderStore("/proc/nothing/here")).toThrow("ENOENT");
  symlinkSync(join(folder, "nowhere"), join(folder, "link"));
  expect(() => new FolderStore(join(folder, "link"))).toThrow("EEXIST");
});

test("the journal grows, also when another opens it", async () => {
  const first = new FolderStore(folder);
  await first.append(["one", "two"]);
  await first.close();
  const second = new FolderStore(folder);
  await second.append(["three"]);
  expect(await linesOf(second)).toEqual(["one", "two", "three"]);
  await second.close();
});

test.each([
  ["the last line", "one\ntwo\nthr", "one\ntwo\n"],
  ["the only line", "on", ""],
  ["a line longer than what is read at once", `one\n${"x".repeat(200_000)}`, "one\n"],
])("%s that a kill cut off is taken away", async (_what, text, kept) => {
  const path = join(folder, "journal.jsonl");
  writeFileSync(path, text);
  const store = new FolderStore(folder);
  expect(readFileSync(path, "utf8")).toBe(kept);
  await store.append(["new"]);
  expect(readFileSync(path, "utf8")).toBe(`${kept}new\n`);
  await store.close();
  appendFileSync(path, "");
});
