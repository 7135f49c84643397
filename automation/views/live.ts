import { taskStates } from "../lifecycle/task-snapshot.ts";
import { duration, fit, joinFitting } from "./format.ts";
import { containerName, eventLine } from "./lines.ts";
import { emptyLiveState, foldEvent, pagesPerSecond, type LiveState } from "./live-state.ts";
import type { Palette } from "./palette.ts";
import { spinningBlock } from "./spinning-block.ts";
import type { View } from "./view.ts";

/** The block that the live view redraws: states, pages, and the latest line of each container. */
export function liveBlock(
  state: LiveState,
  nowMs: number,
  spinner: string,
  columns: number,
  palette: Palette,
): string {
  return [
    statesLine(state, nowMs, spinner, columns, palette),
    pagesLine(state, columns, palette),
    ...["selenium", "crawler"].map((name) => {
      const line = state.lastLines[name] ?? state.containers[name] ?? "";
      return `${containerName(name, palette)} ${palette.faint("│")} ${fit(line, columns - 11)}`;
    }),
  ].join("\n");
}

/** Where it is too long, the first states go: they are over. */
function statesLine(
  state: LiveState,
  nowMs: number,
  spinner: string,
  columns: number,
  palette: Palette,
): string {
  const reached = taskStates.filter((name) => state.begins[name]?.known === true);
  const parts = reached.map((name, index) => {
    const begin = state.begins[name]?.atMs ?? nowMs;
    const next = reached[index + 1];
    const end = next === undefined ? nowMs : (state.begins[next]?.atMs ?? nowMs);
    const passed = next !== undefined || name === "STOPPED";
    const time = name === "STOPPED" ? "" : ` ${palette.faint(duration(Math.max(0, end - begin)))}`;
    return passed
      ? `${palette.good("✔")} ${name.toLowerCase()}${time}`
      : `${palette.warn(spinner)} ${palette.strong(name)}${time}`;
  });
  return joinFitting(parts, "  ", columns, "last");
}

function pagesLine(state: LiveState, columns: number, palette: Palette): string {
  const rate = pagesPerSecond(state);
  const parts = [
    `pages    ${palette.faint("│")} ${palette.strong(String(state.retrieved))} done`,
    `${String(state.queued)} queued`,
    ...(state.failed > 0 ? [palette.bad(`${String(state.failed)} failed`)] : []),
    ...(state.skipped > 0 ? [`${String(state.skipped)} skipped`] : []),
    ...(rate === null ? [] : [`${rate.toFixed(1)} pages/s`]),
  ];
  return joinFitting(parts, palette.faint(" · "), columns, "first");
}

/** A view that redraws itself in a terminal. Warnings and failures stay on the screen above it. */
export function liveView(stream: NodeJS.WriteStream, palette: Palette): View {
  let state = emptyLiveState;
  const block = spinningBlock(stream, (spinner, nowMs) =>
    // Some terminals know no size.
    liveBlock(state, nowMs, spinner, stream.columns || 80, palette),
  );
  return {
    show: (event) => {
      state = foldEvent(state, event);
      const lasting = isLasting(event) ? eventLine(event, palette) : null;
      if (lasting !== null) block.above(lasting);
    },
    say: block.above,
    close: block.end,
  };
}

function isLasting(event: Parameters<View["show"]>[0]): boolean {
  return (
    event.type === "run.started" ||
    event.type === "warning" ||
    (event.type === "task.desired" && event.stopCode !== "EssentialContainerExited") ||
    (event.type === "log" && /\[(?:WARNING|ERROR)\]/.test(event.message))
  );
}
