import { expect, test } from "vitest";
import type { GroupEvent, RunEvent } from "../../../automation/events.ts";
import { groupLinesView } from "../../../automation/views/group-lines.ts";
import { foldGroupEvent, groupLiveBlock } from "../../../automation/views/group-live.ts";
import { plainPalette } from "../../../automation/views/palette.ts";

const at = "2026-11-24T12:00:00.000Z";
const runIds = ["crawl-1", "crawl-2", "crawl-3"];
const started: GroupEvent = { type: "group.started", at, runId: "crawl", runIds };
const running = (runId: string): RunEvent => ({
  ...{ type: "task.transition", at, runId, taskId: runId },
  ...{ from: "PENDING", to: "RUNNING", source: "observed" },
});
const ended = (runId: string, exitCode: 0 | 1): RunEvent => ({
  ...{ type: "run.finished", at, runId, recordPath: "record.json", exitCode },
  ...{ outcome: exitCode === 0 ? "completed" : "failed", reason: "It ended." },
});

test("each line has the place of its run", () => {
  const lines: string[] = [];
  const view = groupLinesView((line) => lines.push(line), plainPalette, "crawl");
  for (const event of [started, running("crawl-2"), ended("crawl-2", 1)]) view.show(event);
  expect(lines.map((line) => line.replace(/^\S+ /, ""))).toEqual([
    "3 tasks of crawl\n",
    "2 task RUNNING\n",
    "2 failed: It ended.\n",
  ]);
});

test("the live view has a row for each run, and leaves out ended ones where there is no room", () => {
  const events = [started, running("crawl-2"), ended("crawl-1", 0)];
  const state = events.reduce(foldGroupEvent, { runs: new Map(), ends: new Map() });
  const block = (rows: number): readonly string[] =>
    groupLiveBlock(state, "crawl", "*", { columns: 80, rows }, plainPalette).split("\n");
  expect(block(24).map((line) => line.trimEnd())).toEqual([
    "✔ 1 completed          0 pages",
    "* 2 RUNNING            0 pages",
    "* 3 STARTING           0 pages",
    "1 of 3 tasks ended · 0 pages",
  ]);
  expect(block(5).map((line) => line.slice(0, 3))).toEqual(["* 2", "* 3", "1 o"]);
});
