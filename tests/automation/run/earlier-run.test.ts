import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { requireKept, type EarlierRun } from "../../../automation/run/earlier-run.ts";
import { runFolder } from "../../../automation/run/run-folder.ts";
import type { RunRecord } from "../../../automation/run/record.ts";

let place: string;

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), "mayfly-test-"));
});

afterAll(() => {
  rmSync(place, { recursive: true });
});

function look(retrieved: number, where = place): Promise<void> {
  const record = { pages: { retrieved, failed: 0 }, stackOutputs: null } as unknown as RunRecord;
  const earlier: EarlierRun = { folder: runFolder("/work/.mayfly", "one"), record, place: where };
  return requireKept(earlier, new AbortController().signal);
}

test("a run whose results are gone is not resumed, since its pages would be told twice", async () => {
  const gone = join(place, "gone");
  await expect(look(3, gone)).rejects.toThrow(
    `Expected a run that can be resumed, but got one: what it kept in ${gone} is not there any more.`,
  );
  writeFileSync(join(place, "journal.jsonl"), "");
  await expect(look(3)).rejects.toThrow("is not there any more");
  writeFileSync(join(place, "journal.jsonl"), "{}\n");
  await look(3);
});

test("a run without a page begins anew", async () => {
  await look(0, join(place, "gone"));
});
