import type { Stall, StallCause, StallContainer, StallContext } from "./stall-context.ts";
import { causeOfReleasing, causeOfStopping } from "./stall-ending.ts";
import { causeOfProvisioning, causeOfStarting } from "./stall-starting.ts";
import { taskStates, type TaskSnapshot, type TaskState } from "./task-snapshot.ts";

/** How long a state may take before it counts as a stall, and what it waits for. */
interface StateBudget {
  readonly seconds: number;
  readonly cause: (context: StallContext) => StallCause;
}

/**
 * Recorded Fargate tasks had their network interface after 4 to 5 seconds, began to pull 12 to 15 seconds later, pulled
 * for 2 to 21 seconds, and took 12 to 23 seconds from the end of their containers to STOPPED; PENDING also holds
 * Selenium's start. A task may be RUNNING as long as it likes.
 */
const budgets: Readonly<Partial<Record<TaskState, StateBudget>>> = {
  PROVISIONING: { seconds: 20, cause: causeOfProvisioning },
  PENDING: { seconds: 75, cause: causeOfStarting },
  ACTIVATING: { seconds: 20, cause: causeOfStarting },
  DEACTIVATING: { seconds: 20, cause: causeOfStopping },
  STOPPING: { seconds: 25, cause: causeOfStopping },
  DEPROVISIONING: { seconds: 40, cause: causeOfReleasing },
};

/**
 * Whether the task stays in its state for longer than is usual, and why. `sinceMs` is when the state was entered and
 * `nowMs` the present, by the same clock. `containers` are those of the task definition; without them the explanation
 * goes by the containers' statuses alone. `eniSinceMs` is when the network interface got its status; default: `sinceMs`. Undefined while the state is within its budget, and for RUNNING, STOPPED and
 * words that ECS may add one day.
 */
export function stall(
  snapshot: TaskSnapshot,
  sinceMs: number,
  nowMs: number,
  containers: readonly StallContainer[] = [],
  eniSinceMs = sinceMs,
): Stall | undefined {
  const state = taskStates.find((known) => known === snapshot.lastStatus);
  if (state === undefined) return undefined;
  const budget = budgets[state];
  const seconds = Math.floor((nowMs - sinceMs) / 1000);
  if (budget === undefined || seconds < budget.seconds) return undefined;
  const eniSeconds = Math.floor((nowMs - eniSinceMs) / 1000);
  return { state, seconds, ...budget.cause({ snapshot, containers, seconds, eniSeconds, nowMs }) };
}

/** Whether a stall is to be told: it is of another state than the last one that was told, or has another reason. */
export function isNewStall(told: Stall | undefined, next: Stall | undefined): next is Stall {
  return next !== undefined && (told?.state !== next.state || told.waitsFor !== next.waitsFor);
}
