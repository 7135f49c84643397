/**
 * A task's life as data: what changes, and when, in milliseconds since RunTask. Everything that the double answers is folded
 * from these steps, so a step says only what is new.
 */

/** The times of a task that ECS keeps and that are not the time of RunTask itself. */
export const taskTimes = [
  "connectivityAt",
  "pullStartedAt",
  "pullStoppedAt",
  "startedAt",
  "stoppingAt",
  "executionStoppedAt",
  "stoppedAt",
] as const;

/** One of {@link taskTimes}. */
export type TaskTime = (typeof taskTimes)[number];

/** What becomes of a container; absent fields stay as they were. */
export interface ContainerStep {
  /** PENDING, RUNNING, STOPPED, or a word that ECS does not have yet. */
  readonly lastStatus?: string;
  /** HEALTHY, UNHEALTHY or UNKNOWN. */
  readonly healthStatus?: string;
  readonly exitCode?: number;
  readonly reason?: string;
  readonly imageDigest?: string;
  readonly runtimeId?: string;
}

/** What becomes of the task's network interface. Ids and addresses are made from the task where they are not given. */
export interface EniStep {
  /** PRECREATED, ATTACHING, ATTACHED, DETACHING, DELETED. */
  readonly status?: string;
  readonly id?: string;
  readonly privateIp?: string;
  /** Only a task with `assignPublicIp: ENABLED` has one. */
  readonly publicIp?: string;
}

/** One line of a container's log: its text, said at the time of its step, or with a time of its own. */
export type LogLine = string | { readonly at: number; readonly text: string };

/** One change of a task. */
export interface TaskStep {
  /** Milliseconds since RunTask. */
  readonly at: number;
  readonly lastStatus?: string;
  readonly desiredStatus?: string;
  /** Raised where ECS raises it; each raise is also a message of EventBridge. */
  readonly version?: number;
  readonly connectivity?: "CONNECTING" | "CONNECTED" | "DISCONNECTED";
  /** Times in milliseconds since RunTask; they may lie before the step that shows them. */
  readonly times?: Readonly<Partial<Record<TaskTime, number>>>;
  /** By name; `none` lists no containers until a later step names some. */
  readonly containers?: Readonly<Record<string, ContainerStep>> | "none";
  readonly stopCode?: string;
  readonly stoppedReason?: string;
  readonly eni?: EniStep;
  /** New lines, by container. */
  readonly logs?: Readonly<Record<string, readonly LogLine[]>>;
}

/** How the task takes a StopTask; see `stopping.ts`. */
export interface StopPlan {
  /** By container; what is not named exits with 143, 128 + SIGTERM. */
  readonly exitCodes?: Readonly<Record<string, number>>;
  /** From SIGTERM to the exit of the subject. Default: 2,000 ms. */
  readonly graceMs?: number;
  /** From the request to STOPPED. Default: 15,000 ms. */
  readonly tailMs?: number;
  /** Last lines, by container, said at its exit. */
  readonly logs?: Readonly<Record<string, readonly string[]>>;
}

/** A task from RunTask to its end. The steps are in the order of their time; a task without an end runs for ever. */
export interface TaskScript {
  readonly steps: readonly TaskStep[];
  readonly onStop?: StopPlan;
}
