import { expect, test } from "vitest";
import type { RunEvent } from "../../../automation/events.ts";
import { taskStates } from "../../../automation/lifecycle/task-snapshot.ts";
import { duration, fit, joinFitting, widthOf } from "../../../automation/views/format.ts";
import { liveBlock } from "../../../automation/views/live.ts";
import { emptyLiveState, foldEvent } from "../../../automation/views/live-state.ts";
import { eventLine } from "../../../automation/views/lines.ts";
import { paletteFor, plainPalette } from "../../../automation/views/palette.ts";

const base = { runId: "r", taskId: "r" };
const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();

const transition = (second: number, to: string): RunEvent => ({
  ...base,
  type: "task.transition",
  at: at(second),
  from: null,
  to,
  source: "observed",
});

const page = (second: number, error?: true): RunEvent => ({
  ...base,
  ...{
    type: "page",
    at: at(second),
    url: "http://x/",
    finalUrl: null,
    status: 200,
    contentType: null,
  },
  ...{ title: null, depth: 0, referrer: null, links: [], textLength: 0, loadMs: 1000, attempts: 1 },
  ...(error === undefined ? {} : { error: { code: "timeout", message: "" } }),
  ...{ retrievedAt: at(second), queued: 7 },
});

test("the live view shows states with durations, pages and speed, and the last line of each container", () => {
  const events: RunEvent[] = [
    transition(0, "PROVISIONING"),
    transition(2, "RUNNING"),
    { ...base, type: "log", at: at(3), container: "crawler", message: "Retrieved URL: http://x/" },
    page(4),
    page(5),
    page(7, true),
  ];
  const state = events.reduce(foldEvent, emptyLiveState);
  const block = liveBlock(state, Date.parse(at(10)), "⠋", 80, plainPalette);
  expect(block.split("\n")).toEqual([
    "✔ provisioning 2.0 s  ⠋ RUNNING 8.0 s",
    "pages    │ 2 done · 7 queued · 1 failed · 0.8 pages/s",
    "selenium │ ",
    "crawler  │ Retrieved URL: http://x/",
  ]);
});

test.each([40, 80, 100, 200])(
  "no row of the live view goes on in the next line: %i columns",
  (columns) => {
    const events: RunEvent[] = [
      ...taskStates.map((state, index) => transition(index, state)),
      { ...base, type: "log", at: at(3), container: "crawler", message: "x".repeat(300) },
      ...Array.from({ length: 30 }, (_, index) =>
        page(index + 10, index % 2 === 0 ? true : undefined),
      ),
    ];
    const state = events.reduce(foldEvent, emptyLiveState);
    for (const palette of [plainPalette, paletteFor({ isTTY: true }, { TERM: "xterm" })]) {
      const rows = liveBlock(state, Date.parse(at(10)), "⠋", columns, palette).split("\n");
      expect(rows.map(widthOf).filter((width) => width > columns)).toEqual([]);
      // The present is what stays.
      expect(rows[0]).toMatch(/stopped$/);
      expect(rows[1]).toContain("done");
    }
  },
);

test("of what does not fit, the first or the last part goes, and what is left says so", () => {
  const parts = ["one", "two", "three"];
  expect(joinFitting(parts, " ", 13, "last")).toBe("one two three");
  expect(joinFitting(parts, " ", 12, "last")).toBe("… two three");
  expect(joinFitting(parts, " ", 12, "first")).toBe("one two …");
  expect(joinFitting(parts, " ", 3, "last")).toBe("th…");
});

test("what is told late corrects when a state began, and takes nothing back", () => {
  const container = { container: "selenium", exitCode: null, reason: null };
  const late: RunEvent[] = [
    { ...base, type: "task.late", at: at(3), from: null, to: "RUNNING", source: "observed" },
    {
      ...base,
      ...container,
      type: "container.late",
      at: at(2),
      lastStatus: "RUNNING",
      healthStatus: "UNHEALTHY",
    },
  ];
  const events: RunEvent[] = [
    transition(0, "PENDING"),
    { ...transition(5, "RUNNING"), source: "skipped" } as RunEvent,
    {
      ...base,
      ...container,
      type: "container.transition",
      at: at(5),
      lastStatus: "RUNNING",
      healthStatus: "HEALTHY",
    },
  ];
  const state = [...events, ...late].reduce(foldEvent, emptyLiveState);
  const [states, , selenium] = liveBlock(state, Date.parse(at(10)), "⠋", 80, plainPalette).split(
    "\n",
  );
  expect(states).toBe("✔ pending 3.0 s  ⠋ RUNNING 7.0 s");
  expect(selenium).toBe("selenium │ RUNNING");
  expect(late.map((event) => eventLine(event, plainPalette)?.slice(13))).toEqual([
    "task RUNNING (told late)",
    "selenium RUNNING, UNHEALTHY (told late)",
  ]);
});

test("lines are cut to the terminal", () => {
  expect(fit("12345678", 5)).toBe("1234…");
  expect(fit("日本語", 5)).toBe("日本…");
});

test("durations are for people", () => {
  expect([420, 59_949, 59_950, 185_000, 7_380_000].map(duration)).toEqual([
    "0.4 s",
    "59.9 s",
    "1 m 00 s",
    "3 m 05 s",
    "2 h 03 m",
  ]);
});

test("there is colour in a terminal alone, and none with NO_COLOR", () => {
  const colour = (isTTY: boolean, environment: NodeJS.ProcessEnv): boolean =>
    paletteFor({ isTTY }, environment) !== plainPalette;
  expect(colour(true, { TERM: "xterm" })).toBe(true);
  expect(colour(true, { TERM: "xterm", NO_COLOR: "1" })).toBe(false);
  expect(colour(true, { TERM: "dumb" })).toBe(false);
  expect(colour(false, { TERM: "xterm" })).toBe(false);
});
