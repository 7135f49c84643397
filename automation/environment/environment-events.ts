/** What `mayfly preview | up | down --json` prints and `onEvent` receives; `schemas/environment-event.schema.json` is the letter of it. */

/** What is being done to the stack. */
export type EnvironmentOperation = "preview" | "up" | "down";

/** What is done without events: `states` is about all stacks of the project. */
export type QuietOperation = "outputs" | "cancel" | "init" | "states";

/** How far a step on a resource is. In a preview, `done` means planned. */
export type StepStatus = "running" | "done" | "failed";

/** What every event has. */
interface EventBase {
  /** ISO 8601 time at which Mayfly heard of it. */
  readonly at: string;
  readonly stack: string;
  readonly operation: EnvironmentOperation;
}

/** The first event. */
export interface EnvironmentStarted extends EventBase {
  readonly type: "environment.started";
  /** Folder of the Pulumi program. */
  readonly workDir: string;
}

/** A step on a resource began or ended. Resources that stay the same have none; the last event counts them. */
export interface EnvironmentResource extends EventBase {
  readonly type: "environment.resource";
  readonly urn: string;
  /** Such as `aws:ecs/cluster:Cluster`. */
  readonly resourceType: string;
  readonly name: string;
  /** URN of the component it belongs to; null for the stack itself. */
  readonly parent: string | null;
  /** True for a component, or the stack: a group of resources, and nothing at the provider. */
  readonly component: boolean;
  /** Pulumi's word for the step: `create`, `update`, `delete`, `create-replacement`, `delete-replaced`, `read`, … */
  readonly op: string;
  readonly status: StepStatus;
  /** Milliseconds from the beginning of the step; null while it is running. */
  readonly durationMs: number | null;
}

/** Something that the engine, the program or a provider says. */
export interface EnvironmentDiagnostic extends EventBase {
  readonly type: "environment.diagnostic";
  readonly severity: "info" | "warning" | "error";
  readonly message: string;
  /** The resource it is about; null for the program as a whole. */
  readonly urn: string | null;
}

/** Always the last event, once, whatever happened. */
export interface EnvironmentFinished extends EventBase {
  readonly type: "environment.finished";
  /** `succeeded`, or the code of the `EnvironmentError`. */
  readonly outcome: string;
  /** Resources by Pulumi's word for what was (or would be) done: `{ create: 12, same: 1 }`. */
  readonly changes: Readonly<Record<string, number>>;
  readonly durationMs: number;
  /** The stack's outputs after an `up`, secret ones as `[secret]`; null otherwise. */
  readonly outputs: Readonly<Record<string, unknown>> | null;
  /** The sentence of the error; null when it succeeded. */
  readonly error: string | null;
}

/** Any event of an environment. */
export type EnvironmentEvent =
  EnvironmentStarted | EnvironmentResource | EnvironmentDiagnostic | EnvironmentFinished;

/** An event without what all of them have. */
export type EnvironmentNews =
  Omit<EnvironmentResource, keyof EventBase> | Omit<EnvironmentDiagnostic, keyof EventBase>;
