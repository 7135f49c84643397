import { stateAt, type TaskState } from "./state.ts";
import type { ContainerStep, TaskScript, TaskStep } from "./script.ts";

/** How a task goes down; times are in milliseconds since RunTask. */
export interface StopOptions {
  /** When ECS wants the task to stop. */
  readonly at: number;
  /** The state just before. */
  readonly state: TaskState;
  readonly stopCode: string;
  readonly stoppedReason: string;
  /** How containers end, and how long after {@link at}. */
  readonly exits: readonly ContainerExit[];
  /** From `at` to STOPPED. */
  readonly tailMs: number;
}

/** The end of one container. */
export interface ContainerExit extends Pick<ContainerStep, "exitCode" | "reason"> {
  readonly name: string;
  /** Milliseconds after the beginning of the tail; 0 for one that ended before it. */
  readonly after: number;
  readonly logs?: readonly string[];
}

/**
 * The tail of a task: desired status STOPPED, DEACTIVATING, STOPPING, DEPROVISIONING, STOPPED. Version as on Fargate: one
 * more for the desired status, for DEPROVISIONING and for STOPPED. A task that was not RUNNING has nothing to deactivate.
 */
export function stoppingTail(options: StopOptions): readonly TaskStep[] {
  const { at, state, stopCode, stoppedReason, tailMs } = options;
  const part = (share: number) => Math.round(at + tailMs * share);
  const lastExit = Math.max(0, ...options.exits.map(({ after }) => after));
  const deprovisioningAt = Math.max(part(0.3), at + lastExit);
  const stoppedAt = Math.max(part(1), deprovisioningAt + 1);
  const ran = Object.values(state.containers).some(({ lastStatus }) => lastStatus !== "PENDING");
  const steps: TaskStep[] = [
    {
      at,
      desiredStatus: "STOPPED",
      version: state.version + 1,
      stopCode,
      stoppedReason,
      times: { stoppingAt: at },
    },
    ...(state.lastStatus === "RUNNING" ? [{ at: part(0.05), lastStatus: "DEACTIVATING" }] : []),
    ...(ran ? [{ at: part(0.1), lastStatus: "STOPPING" }] : []),
    ...options.exits.map((exit) => exitStep(at, exit)),
    {
      at: deprovisioningAt,
      lastStatus: "DEPROVISIONING",
      version: state.version + 2,
      ...(ran && state.times.executionStoppedAt === undefined
        ? { times: { executionStoppedAt: at + lastExit } }
        : {}),
      ...(state.eni === undefined ? {} : { eni: { status: "DETACHING" } }),
    },
    {
      at: stoppedAt,
      lastStatus: "STOPPED",
      version: state.version + 3,
      times: { stoppedAt },
      ...(state.eni === undefined ? {} : { eni: { status: "DELETED" } }),
    },
  ];
  return steps.sort((a, b) => a.at - b.at);
}

function exitStep(at: number, { name, after, logs, ...exit }: ContainerExit): TaskStep {
  return {
    at: at + after,
    containers: { [name]: { lastStatus: "STOPPED", ...exit } },
    ...(logs === undefined ? {} : { logs: { [name]: logs } }),
  };
}

/** What ECS says where StopTask gave no reason. */
const noReason = "Task stopped by user";

/** The script of a task that was asked to stop `at` milliseconds after RunTask; the same script if it is stopping already. */
export function stopped(script: TaskScript, at: number, reason = noReason): TaskScript {
  const state = stateAt(script, at);
  if (state.desiredStatus === "STOPPED") return script;
  const { exitCodes = {}, graceMs = 2_000, tailMs = 15_000, logs = {} } = script.onStop ?? {};
  // Containers stop in the reverse of their order, one after the other.
  const running = Object.entries(state.containers)
    .filter(([, { lastStatus }]) => lastStatus !== "STOPPED")
    .reverse();
  const exits = running.map(([name, { lastStatus }], index): ContainerExit => {
    if (lastStatus === "PENDING") return { name, after: graceMs };
    const exitCode = exitCodes[name] ?? 143;
    return { name, after: graceMs + index * 1_000, exitCode, logs: logs[name] ?? [] };
  });
  const how = { stopCode: "UserInitiated", stoppedReason: reason };
  const tail = stoppingTail({ at, state, ...how, exits, tailMs });
  return { ...script, steps: [...script.steps.filter((step) => step.at <= at), ...tail] };
}
