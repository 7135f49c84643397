import { appendFileSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readLines } from "../../../automation/read-lines.ts";
import { AppendFile } from "../../../automation/run/append-file.ts";
import { Workplace } from "../../helpers/mayfly.ts";

test("what an owner wrote after its last save is cut off for the next owner", async () => {
  await using workplace = new Workplace();
  const path = join(workplace.path, "pages.jsonl");
  writeFileSync(path, "saved\nnot sav");
  const file = new AppendFile(path, "saved\n".length);
  file.appendLine("next");
  file.close();
  expect(readFileSync(path, "utf8")).toBe("saved\nnext\n");
});

test.runIf(process.platform === "linux")(
  "a full disk is one sentence that says what to do",
  async () => {
    await using workplace = new Workplace();
    const path = join(workplace.path, "pages.jsonl");
    symlinkSync("/dev/full", path);
    const file = new AppendFile(path);
    expect(() => {
      file.appendLine("page");
    }).toThrow(
      /^Could not write to .*pages\.jsonl: the disk is full; free some space, or use --out DIR/,
    );
    file.close();
  },
);

test("lines are read whole, however long, and a half one only at the end", async () => {
  await using workplace = new Workplace();
  const path = join(workplace.path, "stream");
  expect(readLines(path, 0)).toEqual({ lines: [], offset: 0, more: false });
  const long = "é".repeat(400_000);
  writeFileSync(path, `one\n${long}\nhal`);
  const lines: string[] = [];
  let offset = 0;
  for (let more = true; more;) {
    const batch = readLines(path, offset);
    lines.push(...batch.lines);
    ({ offset, more } = batch);
  }
  expect(lines).toEqual(["one", long]);
  expect(readLines(path, offset).lines).toEqual([]);
  expect(readLines(path, offset, true).lines).toEqual(["hal"]);
  appendFileSync(path, "f\n");
  expect(readLines(path, offset).lines).toEqual(["half"]);
});
