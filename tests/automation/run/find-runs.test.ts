import { expect, test } from "vitest";
import { writeJsonAtomic } from "../../../automation/atomic-file.ts";
import { findRuns } from "../../../automation/run/find-runs.ts";
import { groupRunIds } from "../../../automation/run/group-ids.ts";
import { createRunFolder } from "../../../automation/run/run-folder.ts";
import { Workplace } from "../../helpers/mayfly.ts";

/** Runs with as much of a record as is looked at. */
function makeRuns(base: string): void {
  for (const runId of ["alone", "alone-2"]) {
    writeJsonAtomic(createRunFolder(base, runId).record, { runId, group: null });
  }
  for (const [place, runId] of groupRunIds("many", 12).entries()) {
    const group = { id: "many", index: place + 1, count: 12 };
    writeJsonAtomic(createRunFolder(base, runId).record, { runId, group });
  }
}

const idsOf = (found: ReturnType<typeof findRuns>): readonly string[] =>
  found.folders.map(({ runId }) => runId);

test("a run is found by its id or the beginning of it, a group by its own", async () => {
  await using workplace = new Workplace();
  const { base } = workplace;
  makeRuns(base);
  expect(idsOf(findRuns(base, "alone"))).toEqual(["alone"]);
  expect(idsOf(findRuns(base, "alone-"))).toEqual(["alone-2"]);
  expect(findRuns(base, "many")).toMatchObject({ groupId: "many" });
  expect(idsOf(findRuns(base, "ma"))).toEqual(groupRunIds("many", 12));
  expect(idsOf(findRuns(base, "last"))).toEqual(groupRunIds("many", 12));
  expect(findRuns(base, "many-07")).toMatchObject({ groupId: null });
  expect(idsOf(findRuns(base, "many-07"))).toEqual(["many-07"]);
});

test("what fits several runs, or none, is refused", async () => {
  await using workplace = new Workplace();
  makeRuns(workplace.base);
  expect(() => findRuns(workplace.base, "many-1")).toThrow(/fits 3 runs/);
  expect(() => findRuns(workplace.base, "alo")).toThrow(/fits 2 runs/);
  expect(() => findRuns(workplace.base, "none")).toThrow(/There is no run "none"/);
});
