import { untilRunning, type HeadOptions } from "./scripts-head.ts";
import type { LogLine, StopPlan, TaskScript, TaskStep } from "./script.ts";
import { stateAt } from "./state.ts";
import { stoppingTail, type ContainerExit } from "./stopping.ts";

/** Settings of {@link ordinaryTask}. */
export interface OrdinaryTaskOptions extends HeadOptions {
  /** How long the crawler runs. Default: 60,000 ms. */
  readonly crawlMs?: number;
  /** What the crawler prints; texts are spread evenly over its run. */
  readonly crawlerLines?: readonly LogLine[];
  /** Of the crawler. Default: 0. */
  readonly exitCode?: number;
  /** From the crawler's exit until ECS acts on it. Default: 700 ms. */
  readonly noticeMs?: number;
  /** From then to STOPPED. Default: 15,000 ms. */
  readonly tailMs?: number;
  readonly onStop?: StopPlan;
}

/** The crawler ends in good order when it is asked to: its exit code for that is 11. */
export const crawlerStops: StopPlan = { exitCodes: { crawler: 11, selenium: 143 } };

/** A crawl as it goes: all eight states, Selenium HEALTHY before the crawler starts, the crawler's exit ends the task. */
export function ordinaryTask(options: OrdinaryTaskOptions = {}): TaskScript {
  const { steps, runningAt } = running(options);
  const exitAt = runningAt + (options.crawlMs ?? 60_000);
  return ending(steps, {
    at: exitAt,
    noticeMs: options.noticeMs ?? 700,
    tailMs: options.tailMs ?? 15_000,
    stopCode: "EssentialContainerExited",
    stoppedReason: "Essential container in task exited",
    exits: [
      { name: "crawler", after: 0, exitCode: options.exitCode ?? 0 },
      { name: "selenium", after: 2_000, exitCode: 143 },
    ],
    onStop: options.onStop ?? crawlerStops,
  });
}

/** A task that is RUNNING, with what its crawler prints. */
export function running(options: OrdinaryTaskOptions): {
  readonly steps: readonly TaskStep[];
  readonly runningAt: number;
} {
  const { steps, runningAt } = untilRunning(options);
  const { crawlMs = 60_000, crawlerLines = [] } = options;
  const said = crawlerLines.map((line, index): TaskStep => {
    const at = runningAt + Math.round((crawlMs * index) / crawlerLines.length);
    return { at: typeof line === "string" ? at : line.at, logs: { crawler: [line] } };
  });
  return { steps: [...steps, ...said], runningAt };
}

/** How a running task ends. */
export interface EndingOptions {
  /** When its subject exits. */
  readonly at: number;
  /** From then until ECS acts on it. */
  readonly noticeMs: number;
  readonly tailMs: number;
  readonly stopCode: string;
  readonly stoppedReason: string;
  readonly exits: readonly ContainerExit[];
  readonly onStop?: StopPlan;
}

/** `steps`, then the end of the task because a container of it has ended. */
export function ending(steps: readonly TaskStep[], options: EndingOptions): TaskScript {
  const { at, noticeMs, onStop = crawlerStops, ...tail } = options;
  const noticed = at + noticeMs;
  const before: TaskStep[] = [...steps, { at: noticed, times: { executionStoppedAt: at } }];
  const state = stateAt({ steps: before }, noticed);
  return { steps: [...before, ...stoppingTail({ ...tail, at: noticed, state })], onStop };
}
