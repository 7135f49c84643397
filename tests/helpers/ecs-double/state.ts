import type { ContainerStep, EniStep, TaskScript, TaskStep, TaskTime } from "./script.ts";

/** A task at one moment: its steps so far, one on the other. */
export interface TaskState {
  readonly lastStatus: string;
  readonly desiredStatus: string;
  readonly version: number;
  readonly connectivity?: string;
  /** In milliseconds since RunTask. */
  readonly times: Readonly<Partial<Record<TaskTime, number>>>;
  readonly containers: Readonly<Record<string, ContainerStep>>;
  /** False while a description of the task lists no containers. */
  readonly listsContainers: boolean;
  readonly stopCode?: string;
  readonly stoppedReason?: string;
  readonly eni?: EniStep;
}

const unborn: TaskState = {
  lastStatus: "PROVISIONING",
  desiredStatus: "RUNNING",
  version: 1,
  times: {},
  containers: {},
  listsContainers: true,
};

/** The task `ms` milliseconds after RunTask. */
export function stateAt({ steps }: Pick<TaskScript, "steps">, ms: number): TaskState {
  return steps.filter(({ at }) => at <= ms).reduce(after, unborn);
}

function after(state: TaskState, step: TaskStep): TaskState {
  const { at: _at, logs: _logs, times, containers, eni, ...changes } = step;
  return {
    ...state,
    ...changes,
    times: { ...state.times, ...times },
    ...(containers === undefined ? {} : containersAfter(state, containers)),
    ...(eni === undefined ? {} : { eni: { ...state.eni, ...eni } }),
  };
}

function containersAfter(
  state: TaskState,
  containers: NonNullable<TaskStep["containers"]>,
): Pick<TaskState, "containers" | "listsContainers"> {
  if (containers === "none") return { containers: state.containers, listsContainers: false };
  const changed = Object.entries(containers).map(([name, step]): [string, ContainerStep] => [
    name,
    { lastStatus: "PENDING", ...state.containers[name], ...step },
  ]);
  return {
    containers: { ...state.containers, ...Object.fromEntries(changed) },
    listsContainers: true,
  };
}
