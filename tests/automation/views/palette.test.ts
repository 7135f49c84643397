import { afterEach, expect, test, vi } from "vitest";
import { emptyLiveState } from "../../../automation/views/live-state.ts";
import { liveBlock } from "../../../automation/views/live.ts";
import { eventLine } from "../../../automation/views/lines.ts";
import { paletteFor, plainPalette, type Palette } from "../../../automation/views/palette.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

test("each container has its own colour, and always the same, whatever the terminal of the process", () => {
  vi.stubEnv("FORCE_COLOR", undefined);
  vi.stubEnv("TERM", "dumb");
  const { container } = paletteFor({ isTTY: true }, { TERM: "xterm" });
  expect(container("selenium")("x")).toContain("\u001b[");
  const names = ["selenium", "crawler", "aws-guardduty-agent-1"];
  expect(new Set(names.map((name) => container(name)("x"))).size).toBe(3);
  for (const name of names) expect(container(name)("x")).toBe(container(name)("x"));
});

test("a container's name has no colour with NO_COLOR", () => {
  const { container } = paletteFor({ isTTY: true }, { TERM: "xterm", NO_COLOR: "1" });
  expect(container("selenium")("x")).toBe("x");
});

test("lines and live view take the same colour for a container", () => {
  const palette: Palette = { ...plainPalette, container: (name) => (text) => `<${name}>${text}` };
  const event = { type: "log", at: "2026-11-24T12:00:00.000Z", runId: "r", taskId: "r" } as const;
  for (const container of ["selenium", "crawler"]) {
    expect(eventLine({ ...event, container, message: "m" }, palette)).toContain(`<${container}>`);
    expect(liveBlock(emptyLiveState, 0, "", 80, palette)).toContain(`<${container}>`);
  }
});
