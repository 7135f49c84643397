import { expect, test } from "vitest";
import type { RunEvent } from "../../../automation/events.ts";
import type { Provenance } from "../../../automation/lifecycle/ledger.ts";
import { tellsRunning } from "../../../automation/run/running.ts";

const transition = (to: string, source: Provenance): RunEvent => {
  const base = { at: "2026-11-24T12:00:00.000Z", runId: "r", taskId: "r" };
  return { ...base, type: "task.transition", from: null, to, source };
};

test("a task was RUNNING when that was seen or is inferred, and not when it was skipped", () => {
  expect(tellsRunning(transition("RUNNING", "observed"))).toBe(true);
  expect(tellsRunning(transition("RUNNING", "inferred"))).toBe(true);
  expect(tellsRunning(transition("RUNNING", "skipped"))).toBe(false);
  expect(tellsRunning(transition("ACTIVATING", "observed"))).toBe(false);
});
