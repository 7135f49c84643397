import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fetchResults } from "../../../automation/results/fetch-results.ts";
import { openSource } from "../../../automation/results/open-source.ts";
import type { OpenFile, ResultsSource } from "../../../automation/results/results-source.ts";

let base: string;
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), "mayfly-test-"));
});
afterAll(() => {
  rmSync(base, { recursive: true, force: true });
});

const never = new AbortController().signal;
const modifiedMs = Date.parse("2026-11-30T03:00:00Z");

/** A place with these files; `open` may answer otherwise, by the number of times it was asked. */
function sourceOf(
  files: Readonly<Record<string, string>>,
  answer: (name: string, asked: number) => OpenFile | null | undefined = () => undefined,
): ResultsSource & { readonly opened: string[] } {
  const opened: string[] = [];
  return {
    opened,
    location: "s3://bucket/runs/one/",
    list: () =>
      Promise.resolve(
        Object.entries(files).map(([name, text]) => ({
          ...{ name, bytes: Buffer.byteLength(text), modifiedMs },
        })),
      ),
    open: (name) => {
      opened.push(name);
      const given = answer(name, opened.filter((one) => one === name).length);
      if (given !== undefined) return Promise.resolve(given);
      const text = files[name] ?? "";
      const content = Readable.from([Buffer.from(text)]);
      return Promise.resolve({ content, bytes: Buffer.byteLength(text), modifiedMs });
    },
    write: () => Promise.reject(new Error("nothing is written here")),
    close: () => undefined,
  };
}

test("all files are fetched, and a second fetch transfers nothing", async () => {
  const folder = join(base, "all");
  const files = { "checkpoint.json.gz": "x", "journal/000001.jsonl": "{}\n", empty: "" };
  const source = sourceOf(files);
  const first = await fetchResults(source, folder, never);
  expect(first).toEqual({ folder, files: 3, bytes: 4, transferred: 3 });
  expect(readFileSync(join(folder, "journal/000001.jsonl"), "utf8")).toBe("{}\n");
  expect(await fetchResults(source, folder, never)).toMatchObject({ files: 3, transferred: 0 });
  expect(source.opened).toHaveLength(3);
});

test("a file in the way of the folder is told in one sentence", async () => {
  const folder = join(base, "file");
  writeFileSync(folder, "");
  await expect(fetchResults(sourceOf({ a: "1" }), folder, never)).rejects.toThrow(
    `Could not write ${join(folder, "a")}: a file is in the way`,
  );
});

test("a fetch that failed in the middle goes on with what is missing", async () => {
  const folder = join(base, "goes-on");
  const files = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`f${String(n)}`, "text"]));
  const broken = (name: string): OpenFile | undefined =>
    name === "f13"
      ? { content: Readable.from([Buffer.from("te")]), bytes: 4, modifiedMs }
      : undefined;
  await expect(fetchResults(sourceOf(files, broken), folder, never)).rejects.toThrow(
    /^f13 of s3:\/\/bucket\/runs\/one\/ could not be fetched whole \(2 of 4 bytes came\)/,
  );
  expect(readdirSync(folder).filter((name) => name.startsWith("f13"))).toEqual([]);
  const source = sourceOf(files);
  const { transferred } = await fetchResults(source, folder, never);
  expect(source.opened).toContain("f13");
  expect(transferred).toBeLessThan(20);
  expect(readdirSync(folder)).toHaveLength(20);
});

test("a file that comes in part is asked for again", async () => {
  const folder = join(base, "again");
  const source = sourceOf({ one: "text" }, (_name, asked) =>
    asked === 1 ? { content: Readable.from([Buffer.from("t")]), bytes: 4, modifiedMs } : undefined,
  );
  await fetchResults(source, folder, never);
  expect(source.opened).toEqual(["one", "one"]);
  expect(readFileSync(join(folder, "one"), "utf8")).toBe("text");
});

test.each(["../../.bashrc", "/etc/passwd", "a/../../b", "a\\b"])(
  "a name that leads out of the folder is refused: %s",
  async (name) => {
    const source = sourceOf({ [name]: "text" });
    await expect(fetchResults(source, join(base, "safe"), never)).rejects.toThrow(
      /^Expected names of files below a folder among the results, but got/,
    );
    expect(source.opened).toEqual([]);
  },
);

test("an abort ends it, and leaves no part of a file", async () => {
  const folder = join(base, "aborted");
  const ending = new AbortController();
  const source = sourceOf({ one: "text" }, () => {
    const content = new Readable({ read: () => undefined });
    content.push("te");
    setImmediate(() => {
      ending.abort(new Error("enough"));
    });
    return { content, bytes: 4, modifiedMs };
  });
  await expect(fetchResults(source, folder, ending.signal)).rejects.toThrow("enough");
  expect(readdirSync(folder)).toEqual([]);
});

test("a folder is a place, too; what is being written in it is not there yet", async () => {
  const from = join(base, "from");
  mkdirSync(join(from, "screenshots"), { recursive: true });
  writeFileSync(join(from, "journal.jsonl"), "{}\n");
  writeFileSync(join(from, "screenshots/a.png"), "png");
  writeFileSync(join(from, "checkpoint.json.gz.new"), "half");
  writeFileSync(join(from, "empty"), "");
  const to = join(base, "to");
  const source = await openSource(from, undefined);
  expect(await fetchResults(source, to, never)).toMatchObject({ files: 3, bytes: 6 });
  expect(readdirSync(to, { recursive: true }).sort()).toEqual(
    ["empty", "journal.jsonl", "screenshots", "screenshots/a.png"].sort(),
  );
});

test("a place that is neither bucket nor folder is refused", async () => {
  await expect(openSource("s3:bucket", undefined)).rejects.toThrow(
    'Expected s3://bucket/prefix or a folder for results, but got "s3:bucket".',
  );
});
