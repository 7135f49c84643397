import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeJsonAtomic } from "../../../automation/atomic-file.ts";
import { earlierRun } from "../../../automation/run/earlier-run.ts";
import { newRecord } from "../../../automation/run/new-record.ts";
import { createRunFolder } from "../../../automation/run/run-folder.ts";
import { goodOutputs } from "../../infra/helpers/good-outputs.ts";

const own = `s3://${goodOutputs.resultsBucketName}/runs/one`;

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
