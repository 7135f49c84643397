import { stateAt } from "./state.ts";
import type { LaunchedTask, World } from "./world.ts";

/** One event of a log stream, by the double's clock. */
export interface StreamLine {
  readonly timestamp: number;
  /** When CloudWatch had it, and a reader could have it. */
  readonly ingestedAt: number;
  readonly text: string;
}

/** A container's log stream as it is now. */
export interface LogStream {
  readonly name: string;
  readonly createdAt: number;
  /** What can be read of it, in the order in which it could. */
  readonly lines: readonly StreamLine[];
}

/** The streams that exist: a container's comes when the container runs, or with its first line, or later by a fault. */
export function logStreams(world: World): readonly LogStream[] {
  return world.tasks.flatMap((task) =>
    Object.keys(stateAt(task.script, Infinity).containers).flatMap(
      (container) => streamOf(world, task, container) ?? [],
    ),
  );
}

function streamOf(world: World, task: LaunchedTask, container: string): LogStream | undefined {
  const { faults, clock, outputs } = world;
  const all = task.script.steps.flatMap(({ at, logs }) =>
    (logs?.[container] ?? []).map((line) =>
      typeof line === "string"
        ? { at, said: at, text: line }
        : { at, said: line.at, text: line.text },
    ),
  );
  const runsAt = task.script.steps.find(
    ({ containers }) => containers !== "none" && containers?.[container]?.lastStatus === "RUNNING",
  )?.at;
  const firstAt = Math.min(runsAt ?? Infinity, all[0]?.at ?? Infinity);
  const createdAt = task.createdAt + firstAt + faults.lateStreamMs;
  if (clock.now() < createdAt) return undefined;
  const lines = all
    .map(({ at, said, text }) => ({
      timestamp: task.createdAt + said,
      ingestedAt: Math.max(createdAt, task.createdAt + Math.max(at, said) + faults.ingestionMs),
      text,
    }))
    .filter(({ ingestedAt }) => ingestedAt <= clock.now())
    .sort((a, b) => a.ingestedAt - b.ingestedAt || a.timestamp - b.timestamp);
  return { name: `${outputs.logStreamPrefix}/${container}/${task.id}`, createdAt, lines };
}
