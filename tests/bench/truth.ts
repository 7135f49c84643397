import type { LaunchedTask } from "../helpers/ecs-double/world.ts";
import { stateAt, type TaskState } from "../helpers/ecs-double/state.ts";

/** One thing that truly changed in a task's life. */
export interface Fact {
  /** A last status of the task, or last status, health status or exit code of a container. */
  readonly kind: "state" | "container";
  /** What is so from then on, as `told.ts` names it: `state PENDING`, `selenium health HEALTHY`. */
  readonly what: string;
  /** By the double's clock. */
  readonly atMs: number;
  /**
   * What the task did just before: it was on its way to RUNNING, it was RUNNING and wanted to be, or it was on its way to
   * STOPPED. In the first and the last something is about to happen.
   */
  readonly during: "starting" | "running" | "stopping";
}

/** What a task shows that may change, by the name of its place. */
export function placesOf(
  lastStatus: string,
  containers: Readonly<
    Record<
      string,
      {
        readonly lastStatus?: string | undefined;
        readonly healthStatus?: string | null | undefined;
        readonly exitCode?: number | null | undefined;
      }
    >
  >,
): ReadonlyMap<string, string> {
  const places = new Map([["state", lastStatus]]);
  for (const [name, container] of Object.entries(containers)) {
    places.set(`${name} status`, container.lastStatus ?? "PENDING");
    places.set(`${name} health`, container.healthStatus ?? "UNKNOWN");
    if (typeof container.exitCode === "number")
      places.set(`${name} exit code`, String(container.exitCode));
  }
  return places;
}

/** All that truly changed in the task's life. What a container is at first is no change. */
export function factsOf({
  script,
  createdAt,
}: Pick<LaunchedTask, "script" | "createdAt">): readonly Fact[] {
  const times = [...new Set(script.steps.map(({ at }) => at))].sort((a, b) => a - b);
  const facts: Fact[] = [];
  let before: TaskState | undefined;
  let places: ReadonlyMap<string, string> = new Map();
  for (const ms of times) {
    const state = stateAt(script, ms);
    const next = placesOf(state.lastStatus, state.listsContainers ? state.containers : {});
    for (const [place, value] of next) {
      const isFirst = places.get(place) === undefined && /status$|health$/.test(place);
      if (isFirst || places.get(place) === value) continue;
      facts.push({
        kind: place === "state" ? "state" : "container",
        what: `${place} ${value}`,
        atMs: createdAt + ms,
        during: duringOf(before),
      });
    }
    places = next;
    before = state;
  }
  return facts;
}

function duringOf(before: TaskState | undefined): Fact["during"] {
  if (before?.desiredStatus === "STOPPED") return "stopping";
  return before?.lastStatus === "RUNNING" ? "running" : "starting";
}
