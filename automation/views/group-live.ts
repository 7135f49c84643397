import type { GroupEvent, RunEvent } from "../events.ts";
import { taskStates } from "../lifecycle/task-snapshot.ts";
import { fit } from "./format.ts";
import { groupLinesView, runLabel, type GroupView } from "./group-lines.ts";
import { emptyLiveState, foldEvent, type LiveState } from "./live-state.ts";
import type { Palette } from "./palette.ts";
import { spinningBlock } from "./spinning-block.ts";

/** What is shown of a group: its runs by id, and how those ended that have. */
export interface GroupLiveState {
  readonly runs: ReadonlyMap<string, LiveState>;
  readonly ends: ReadonlyMap<string, string>;
}

/** Folds one event into what is shown. */
export function foldGroupEvent(
  { runs, ends }: GroupLiveState,
  event: RunEvent | GroupEvent,
): GroupLiveState {
  if (event.type === "group.started") {
    return { runs: new Map(event.runIds.map((runId) => [runId, emptyLiveState])), ends };
  }
  if (event.type === "group.finished") return { runs, ends };
  const { runId } = event;
  const state = foldEvent(runs.get(runId) ?? emptyLiveState, event);
  return {
    runs: new Map(runs).set(runId, state),
    ends: event.type === "run.finished" ? new Map(ends).set(runId, event.outcome) : ends,
  };
}

/** The block that is redrawn: a row for each run, as many as fit, those that go on first. */
export function groupLiveBlock(
  { runs, ends }: GroupLiveState,
  groupId: string,
  spinner: string,
  { columns, rows }: { readonly columns: number; readonly rows: number },
  palette: Palette,
): string {
  const going = [...runs].filter(([runId]) => !ends.has(runId));
  const ended = [...runs].filter(([runId]) => ends.has(runId));
  const room = Math.max(1, rows - 3);
  const shown = [...going, ...ended].slice(0, room);
  const lines = shown
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([runId, state]) =>
      rowOf(runId, state, ends.get(runId), groupId, spinner, columns, palette),
    );
  const retrieved = [...runs.values()].reduce((sum, state) => sum + state.retrieved, 0);
  const total = `${String(ended.length)} of ${String(runs.size)} tasks ended ${palette.faint("·")} ${String(retrieved)} pages`;
  return [...lines, total].join("\n");
}

function rowOf(
  runId: string,
  state: LiveState,
  end: string | undefined,
  groupId: string,
  spinner: string,
  columns: number,
  palette: Palette,
): string {
  const current = taskStates.findLast((name) => state.begins[name] !== undefined) ?? "STARTING";
  const mark =
    end === undefined
      ? palette.warn(spinner)
      : end === "completed"
        ? palette.good("✔")
        : palette.bad("✖");
  const word = (end ?? current).padEnd(14);
  const pages = `${String(state.retrieved).padStart(5)} pages`;
  const failed = state.failed === 0 ? "" : ` ${String(state.failed)} failed`;
  const line = state.lastLines["crawler"] ?? state.lastLines["selenium"] ?? "";
  const label = runLabel(runId, groupId);
  const head = `${label} ${word} ${pages}${failed}`;
  return `${mark} ${head} ${palette.faint(fit(line, Math.max(0, columns - head.length - 4)))}`;
}

/** A view that redraws itself in a terminal; warnings and ends stay on the screen above it. */
export function groupLiveView(
  stream: NodeJS.WriteStream,
  palette: Palette,
  groupId: string,
): GroupView {
  let state: GroupLiveState = { runs: new Map(), ends: new Map() };
  const block = spinningBlock(stream, (spinner) =>
    groupLiveBlock(state, groupId, spinner, stream, palette),
  );
  const above = groupLinesView(
    (line) => {
      block.above(line.trimEnd());
    },
    palette,
    groupId,
  );
  return {
    show: (event) => {
      state = foldGroupEvent(state, event);
      if (["group.started", "warning", "task.relaunched"].includes(event.type)) above.show(event);
    },
    say: block.above,
    close: block.end,
  };
}
