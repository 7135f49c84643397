/** Tasks that ran and came to a bad end, or nearly did. */
import { ending, ordinaryTask, running, type OrdinaryTaskOptions } from "./scripts-ordinary.ts";
import type { TaskScript, TaskStep } from "./script.ts";
import { stateAt } from "./state.ts";
import { stoppingTail } from "./stopping.ts";

/**
 * AWS takes a spot task back: desired status STOPPED while it is RUNNING, two minutes of grace, containers that take as
 * long as they need.
 */
export function spotInterruption({
  stopCode = "SpotInterruption",
  afterMs = 30_000,
  graceMs = 20_000,
  ...options
}: OrdinaryTaskOptions & {
  /** Real ones say `SpotInterruption` or `TerminationNotice`. */
  readonly stopCode?: "SpotInterruption" | "TerminationNotice";
  /** From RUNNING to the interruption. */
  readonly afterMs?: number;
  /** From SIGTERM to the crawler's exit. */
  readonly graceMs?: number;
} = {}): TaskScript {
  const { steps, runningAt } = running({ crawlMs: afterMs, ...options });
  const at = runningAt + afterMs;
  const tail = stoppingTail({
    at,
    state: stateAt({ steps }, at),
    stopCode,
    stoppedReason: "Your Spot Task was interrupted.",
    exits: [
      { name: "crawler", after: graceMs, exitCode: 11 },
      { name: "selenium", after: graceMs + 1_000, exitCode: 143 },
    ],
    tailMs: options.tailMs ?? graceMs + 15_000,
  });
  return { steps: [...steps, ...tail] };
}

/** A container uses more memory than there is: killed with 137, or, as users saw it, with exit code 0. */
export function outOfMemory({
  exitCode = 137,
  container = "crawler",
  afterMs = 30_000,
  ...options
}: OrdinaryTaskOptions & {
  readonly container?: "crawler" | "selenium";
  /** From RUNNING to the kill. */
  readonly afterMs?: number;
} = {}): TaskScript {
  const { steps, runningAt } = running({ crawlMs: afterMs, ...options });
  const other = container === "crawler" ? "selenium" : "crawler";
  return ending(steps, {
    at: runningAt + afterMs,
    noticeMs: options.noticeMs ?? 700,
    tailMs: options.tailMs ?? 15_000,
    stopCode: "EssentialContainerExited",
    stoppedReason: "Essential container in task exited",
    exits: [
      {
        name: container,
        after: 0,
        exitCode,
        reason: "OutOfMemoryError: Container killed due to memory usage",
      },
      { name: other, after: 2_000, exitCode: other === "crawler" ? 10 : 143 },
    ],
  });
}

/** Selenium's health goes UNHEALTHY and comes back while the crawl runs on. */
export function healthFlaps({
  times = 2,
  ...options
}: OrdinaryTaskOptions & { readonly times?: number } = {}): TaskScript {
  const script = ordinaryTask(options);
  const { startedAt = 0 } = stateAt(script, Infinity).times;
  const period = (options.crawlMs ?? 60_000) / (times + 1);
  const flaps = Array.from({ length: times }, (_, index): TaskStep[] => {
    const at = Math.round(startedAt + period * (index + 0.5));
    return [
      { at, containers: { selenium: { healthStatus: "UNHEALTHY" } } },
      {
        at: at + Math.round(period / 2),
        containers: { selenium: { healthStatus: "HEALTHY" } },
      },
    ];
  });
  const steps = [...script.steps, ...flaps.flat()].sort((a, b) => a.at - b.at);
  return { ...script, steps };
}
