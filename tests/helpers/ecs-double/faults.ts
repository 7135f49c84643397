import type { AwsError } from "./aws-error.ts";
import type { AwsCall } from "./calls.ts";
import type { StackOutputs } from "../../../infra/outputs.ts";

/** What a fault does with a call that it meets. */
export type FaultEffect =
  /** The service answers with an error. */
  | { readonly error: AwsError }
  /** The connection is reset without an answer. */
  | { readonly reset: true }
  /** The answer comes that many milliseconds later, by the double's clock. */
  | { readonly slowMs: number }
  /** RunTask answers 200, starts that many tasks and names failures for the rest. */
  | { readonly started: number; readonly failures: readonly RunTaskFailure[] };

/** One of RunTask's `failures`. */
export interface RunTaskFailure {
  readonly arn?: string;
  readonly reason: string;
  readonly detail?: string;
}

/** A fault; see `fault-answers.ts` for ready-made ones. */
export type Fault = (call: AwsCall, outputs: StackOutputs) => FaultEffect;

/** Which calls a fault meets. */
export interface FaultScope {
  /** So many calls; without end when absent. */
  readonly times?: number;
  /** Only calls for which this is true. */
  readonly when?: (call: AwsCall) => boolean;
}

/** What goes wrong, each switchable at any time. The settings are properties; what single calls meet is added with `on`. */
export class Faults {
  /** For so long after RunTask, ECS does not know the task: MISSING, and not listed. */
  missingMs = 0;
  /** For so long after STOPPED, ECS knows a task. */
  forgetAfterMs = 3_600_000;
  /** Server time minus the clock: every time stamp and the Date header. */
  skewMs = 0;
  /** Log streams come so much later than their container. */
  lateStreamMs = 0;
  /** A log line can be read so long after it was written. */
  ingestionMs = 400;
  /** Every second page of a log is empty and has another token, though there is more. */
  emptyLogPages = false;
  /** Messages of EventBridge come so much later than the change. */
  eventDelayMs = 300;
  /** Every second message comes after the one that follows it. */
  eventsOutOfOrder = false;
  /** Every message comes twice, with another message id. */
  duplicateEvents = false;
  /** There is no such cluster (any more). */
  clusterMissing = false;
  /** The task definition was deregistered. */
  taskDefinitionInactive = false;
  /** ListTasks takes `startedBy` only alone, as its documentation says. Users have combined it with `desiredStatus`. */
  startedByAlone = true;

  readonly #rules = new Set<{ applies: (call: AwsCall) => boolean; fault: Fault; left: number }>();

  /** Lets calls of these operations, or of all (`*`), meet a fault. The first that was added meets them first. */
  on(
    operations: string | readonly string[],
    fault: Fault,
    { times = Infinity, when = () => true }: FaultScope = {},
  ): Disposable {
    const names = [operations].flat();
    const applies = (call: AwsCall) =>
      (names.includes("*") || names.includes(call.operation)) && when(call);
    const rule = { applies, fault, left: times };
    this.#rules.add(rule);
    return { [Symbol.dispose]: () => this.#rules.delete(rule) };
  }

  /** The fault that this call meets. It is used up by it. */
  take(call: AwsCall): Fault | undefined {
    const rule = [...this.#rules].find(({ applies, left }) => left > 0 && applies(call));
    if (rule !== undefined) rule.left -= 1;
    return rule?.fault;
  }
}
