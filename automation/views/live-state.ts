import type { RunEvent } from "../events.ts";
import { printable } from "./format.ts";
import { taskStates, type TaskState } from "../lifecycle/task-snapshot.ts";

/** What the live view shows, folded from events. */
export interface LiveState {
  readonly runId: string;
  readonly begins: Readonly<
    Partial<Record<TaskState, { readonly atMs: number; readonly known: boolean }>>
  >;
  readonly retrieved: number;
  readonly failed: number;
  readonly skipped: number;
  readonly queued: number;
  /** Times of the first and the latest page. */
  readonly firstPageMs: number | null;
  readonly lastPageMs: number | null;
  /** The latest line of each container. */
  readonly lastLines: Readonly<Record<string, string>>;
  readonly containers: Readonly<Record<string, string>>;
}

/** Before the first event. */
export const emptyLiveState: LiveState = {
  runId: "",
  begins: {},
  retrieved: 0,
  failed: 0,
  skipped: 0,
  queued: 0,
  firstPageMs: null,
  lastPageMs: null,
  lastLines: {},
  containers: {},
};

/** Folds one event into what the live view shows. */
export function foldEvent(state: LiveState, event: RunEvent): LiveState {
  const atMs = Date.parse(event.at);
  switch (event.type) {
    case "run.started":
      return { ...state, runId: event.runId };
    case "task.late":
    case "task.transition": {
      const known = event.source !== "skipped";
      return isState(event.to)
        ? { ...state, begins: { ...state.begins, [event.to]: { atMs, known } } }
        : state;
    }
    case "container.transition": {
      const health = event.healthStatus === "UNHEALTHY" ? " UNHEALTHY" : "";
      const code = event.exitCode === null ? "" : ` ${String(event.exitCode)}`;
      const status = `${event.lastStatus}${health}${code}`;
      return { ...state, containers: { ...state.containers, [event.container]: status } };
    }
    case "task.relaunched":
      return { ...state, begins: {}, containers: {}, lastLines: {} };
    case "log":
      return {
        ...state,
        lastLines: { ...state.lastLines, [event.container]: printable(event.message) },
      };
    case "page": {
      const failed = event.error === undefined ? 0 : 1;
      return {
        ...state,
        retrieved: state.retrieved + 1 - failed,
        failed: state.failed + failed,
        queued: event.queued,
        firstPageMs: state.firstPageMs ?? atMs - event.loadMs,
        lastPageMs: atMs,
      };
    }
    case "skip":
      return { ...state, skipped: state.skipped + 1 };
    case "summary":
    case "task.desired":
    case "container.late":
    case "warning":
    case "run.finished":
      return state;
  }
}

/** Pages per second since the first page began; null before there are any. */
export function pagesPerSecond(state: LiveState): number | null {
  const { firstPageMs, lastPageMs } = state;
  if (firstPageMs === null || lastPageMs === null || lastPageMs <= firstPageMs) return null;
  return ((state.retrieved + state.failed) * 1000) / (lastPageMs - firstPageMs);
}

function isState(word: string): word is TaskState {
  return (taskStates as readonly string[]).includes(word);
}
