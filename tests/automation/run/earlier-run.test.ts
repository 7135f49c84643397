import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeJsonAtomic } from "../../../automation/atomic-file.ts";
import { earlierRun } from "../../../automation/run/earlier-run.ts";
import { newRecord } from "../../../automation/run/new-record.ts";
import { results } from "../../../automation/run/results.ts";
import { createRunFolder } from "../../../automation/run/run-folder.ts";
import { goodOutputs } from "../../infra/helpers/good-outputs.ts";

const own = `s3://${goodOutputs.resultsBucketName}/runs/one`;

test("what was fetched of such a crawl is its results, also for another folder", async () => {
  const base = mkdtempSync(join(tmpdir(), "mayfly-earlier-"));
  try {
    const folder = createRunFolder(base, "one");
    const begun = newRecord(
      "one",
      {},
      { MAYFLY_RESULTS: own },
      new Date().toISOString(),
      goodOutputs,
    );
    const stack = { stack: "crawl-one", broughtUp: true, upMs: 1, kept: false };
    const environment = { ...stack, downMs: 1000, left: [], problem: null };
    writeJsonAtomic(folder.record, { ...begun, status: "finished", environment });
    mkdirSync(join(folder.path, "results"));
    writeFileSync(join(folder.path, "results/journal.jsonl"), "{}");
    const said: string[] = [];
    const log = (line: string): number => said.push(line);
    const [here] = await results("one", { out: base, log });
    expect(here).toMatchObject({ files: 1, transferred: 0, folder: join(folder.path, "results") });
    const [there] = await results("one", { out: base, log, to: join(base, "to") });
    expect(there).toMatchObject({ files: 1, transferred: 1, folder: join(base, "to") });
    expect(said[0]).toContain("went with its environment");
  } finally {
    rmSync(base, { recursive: true });
  }
});

test.each([
  [own, 1000, true],
  [own, null, false],
  ["s3://owls/kept", 1000, false],
])(
  "a crawl whose bucket went with its environment is refused: %s, %s",
  async (place, downMs, isRefused) => {
    const base = mkdtempSync(join(tmpdir(), "mayfly-earlier-"));
    try {
      const folder = createRunFolder(base, "one");
      const settings = { MAYFLY_RESULTS: place };
      const begun = newRecord("one", {}, settings, new Date().toISOString(), goodOutputs);
      const stack = { stack: "crawl-one", broughtUp: true, upMs: 1, kept: false };
      const environment = { ...stack, downMs, left: [], problem: null };
      writeJsonAtomic(folder.record, { ...begun, status: "finished", environment });
      const found = earlierRun(base, "one", () => Promise.resolve());
      if (isRefused) {
        await expect(found).rejects.toMatchObject({
          exitCode: 2,
          message: `Expected a run that can be resumed, but got one: the bucket of its results was taken down with its environment; what was fetched before is in ${folder.path}.`,
        });
      } else await expect(found).resolves.toMatchObject({ place });
    } finally {
      rmSync(base, { recursive: true });
    }
  },
);
