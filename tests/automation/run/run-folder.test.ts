import { expect, test } from "vitest";
import { createRunFolder, findRun, listRunIds } from "../../../automation/run/run-folder.ts";
import { newRunId, runIdPattern } from "../../../automation/run/run-id.ts";
import { Workplace } from "../../helpers/mayfly.ts";

test("a run is found by its id, by the beginning of it, and as last", async () => {
  await using workplace = new Workplace();
  for (const id of ["20261124-1", "20261125-1", "20261125-2"]) createRunFolder(workplace.base, id);
  expect(listRunIds(workplace.base)).toHaveLength(3);
  expect(findRun(workplace.base, "20261125-1").runId).toBe("20261125-1");
  expect(findRun(workplace.base, "20261124").runId).toBe("20261124-1");
  expect(findRun(workplace.base, "last").runId).toBe("20261125-2");
  expect(() => findRun(workplace.base, "20261125")).toThrow(
    '"20261125" fits 2 runs (20261125-1, 20261125-2); give more of the id.',
  );
});

test("new run ids sort by time, fit startedBy of ECS, and do not repeat", () => {
  const ids = [0, 1000, 2000].map((ms) => newRunId(Date.parse("2026-11-24T09:15:30Z") + ms));
  expect(ids).toEqual(ids.toSorted());
  expect(ids[0]).toMatch(/^20261124-091530-[0-9a-f]{6}$/);
  expect(ids.every((id) => runIdPattern.test(id))).toBe(true);
});
