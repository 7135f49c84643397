import type { PageRecord, SkipRecord, SummaryRecord } from "../crawler/src/contract.ts";
import type { Provenance } from "./lifecycle/ledger.ts";
import type { OutcomeKind } from "./lifecycle/outcome.ts";

/** What every event has. */
interface EventBase {
  /** ISO 8601 time of the thing itself, not of its report. */
  readonly at: string;
  readonly runId: string;
}

/** The first event of a run. */
export interface RunStartedEvent extends EventBase {
  readonly type: "run.started";
  readonly target: string;
  readonly urls: readonly string[];
  readonly recordPath: string;
}

/** What tells a change of the task or a container. */
interface ChangeEvent extends EventBase {
  /** Present where a message about the change told it, not a look at the task. */
  readonly by?: "event";
}

/** The last status of the task changed. */
export interface TaskTransitionEvent extends ChangeEvent {
  readonly type: "task.transition";
  readonly taskId: string;
  /** Null for the first state. */
  readonly from: string | null;
  readonly to: string;
  readonly source: Provenance;
}

/**
 * A task stopped before it ran, for a reason that passes, or its spot capacity was taken back; another one was started in its
 * place, which goes on with the crawl: the states begin anew.
 */
export interface TaskRelaunchedEvent extends EventBase {
  readonly type: "task.relaunched";
  readonly taskId: string;
  /** Which task of the run begins now: 2 or more. */
  readonly attempt: number;
  /** Why the one before stopped, in the words of ECS. */
  readonly reason: string;
}

/** The desired status of the task changed. */
export interface TaskDesiredEvent extends ChangeEvent {
  readonly type: "task.desired";
  readonly taskId: string;
  readonly from: string | null;
  readonly to: string;
  readonly stopCode: string | null;
  readonly stoppedReason: string | null;
}

/** Last status, health status or exit code of a container changed. */
export interface ContainerTransitionEvent extends ChangeEvent {
  readonly type: "container.transition";
  readonly taskId: string;
  readonly container: string;
  readonly lastStatus: string;
  readonly healthStatus: string | null;
  readonly exitCode: number | null;
  readonly reason: string | null;
}

/**
 * A message told late that the task was in a state which had been told as inferred or skipped, or when it began. No change:
 * what the task is now was told before. A type of its own, so that whoever takes the last transition for the state is right.
 */
export interface TaskLateEvent extends EventBase {
  readonly type: "task.late";
  readonly taskId: string;
  readonly from: string | null;
  readonly to: string;
  readonly source: "observed";
}

/** A message told late how a container was for a time in which nobody looked. */
export interface ContainerLateEvent extends EventBase {
  readonly type: "container.late";
  readonly taskId: string;
  readonly container: string;
  readonly lastStatus: string;
  readonly healthStatus: string | null;
  readonly exitCode: number | null;
  readonly reason: string | null;
}

/** One line of a container's log that is not a record. */
export interface LogEvent extends EventBase {
  readonly type: "log";
  readonly taskId: string;
  readonly container: string;
  readonly message: string;
}

/** One retrieved page: the page record and whose it is. */
export interface PageEvent extends EventBase, Omit<PageRecord, "type"> {
  readonly type: "page";
  readonly taskId: string;
}

/** One URL that was not visited. */
export interface SkipEvent extends EventBase, Omit<SkipRecord, "type"> {
  readonly type: "skip";
  readonly taskId: string;
}

/** The crawler's own summary. */
export interface SummaryEvent extends EventBase, Omit<SummaryRecord, "type"> {
  readonly type: "summary";
  readonly taskId: string;
}

/** Something that the user should know and that ends nothing. */
export interface WarningEvent extends EventBase {
  readonly type: "warning";
  readonly message: string;
}

/** The last event of a run, always. */
export interface RunFinishedEvent extends EventBase {
  readonly type: "run.finished";
  readonly outcome: OutcomeKind;
  readonly reason: string;
  /** Exit code of the `mayfly` command for this outcome. */
  readonly exitCode: number;
  readonly recordPath: string;
}

/** The first event of a group of runs; its `runId` is the group's. */
export interface GroupStartedEvent extends EventBase {
  readonly type: "group.started";
  readonly runIds: readonly string[];
}

/** The last event of a group, after the `run.finished` of each of its runs. */
export interface GroupFinishedEvent extends EventBase {
  readonly type: "group.finished";
  /** 0 when every run completed, else the exit code of the first that did not. */
  readonly exitCode: number;
  readonly runs: readonly {
    readonly runId: string;
    readonly outcome: OutcomeKind;
    readonly exitCode: number;
  }[];
}

/** What a group of runs tells beside the events of its runs. */
export type GroupEvent = GroupStartedEvent | GroupFinishedEvent;

/** Anything a run tells; the lines of `mayfly run --json`. */
export type RunEvent =
  | RunStartedEvent
  | TaskTransitionEvent
  | TaskDesiredEvent
  | TaskRelaunchedEvent
  | ContainerTransitionEvent
  | TaskLateEvent
  | ContainerLateEvent
  | LogEvent
  | PageEvent
  | SkipEvent
  | SummaryEvent
  | WarningEvent
  | RunFinishedEvent;
