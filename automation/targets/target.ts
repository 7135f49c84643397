/**
 * The port between a run and the place where its task runs. It is shaped after ECS (RunTask, DescribeTasks, StopTask,
 * GetLogEvents), so that every target tells the same life.
 */
import type { ContainerDefinition } from "../../infra/container-definitions.ts";
import type { TaskSnapshot } from "../lifecycle/task-snapshot.ts";
import type { TargetName } from "./target-names.ts";

/** What a target needs to run one task. */
export interface TaskRequest {
  readonly runId: string;
  /** Id of the task; a second request with the same id starts no second task. */
  readonly taskId: string;
  readonly containers: readonly ContainerDefinition[];
}

/** New snapshots of a task. */
export interface SnapshotBatch {
  /** In the order in which the task was so; empty when nothing changed or the target does not know the task yet. */
  readonly snapshots: readonly TaskSnapshot[];
  /** Where to go on reading; opaque. */
  readonly cursor: string;
  /** True when the target does not know the task (any more). */
  readonly missing: boolean;
}

/** New lines of a container's log. */
export interface LogBatch {
  readonly lines: readonly string[];
  /** When each line was logged, ISO 8601. Default: the target does not keep it. */
  readonly times?: readonly string[];
  /** Where to go on reading; opaque. */
  readonly cursor: string;
  /** True when there is more to be had at once. */
  readonly more: boolean;
}

/** How often to look, in milliseconds. */
export interface PollPace {
  /** While the task starts and once it stops. */
  readonly fastMs: number;
  /** While it runs. */
  readonly slowMs: number;
  /** Between two looks at the logs of a running task. Default: `slowMs`. */
  readonly logsMs?: number;
  /** Between two looks at the logs of one that starts or stops. Default: `fastMs`. */
  readonly fastLogsMs?: number;
  /**
   * A time since the epoch: looks at the task are due at whole multiples of their distance from it, so that those of several
   * tasks fall together, and its logs are read apart from them. Default: every task has times of its own.
   */
  readonly alignedAtMs?: number;
}

/** A place where tasks run. Every call may throw; a throw is counted and tried again until its deadline. */
export interface TaskTarget {
  readonly name: TargetName;
  readonly pace: PollPace;
  /** Starts the task and returns as soon as it is known there. */
  readonly runTask: (request: TaskRequest, signal: AbortSignal) => Promise<void>;
  /**
   * Starts the task once more, in place of one that stopped before it ran, or whose capacity was taken back: `attempt` is 1,
   * then 2. `noCapacity` says that its capacity was not there; `environment` is what changes of the crawler's. Absent where
   * tasks are not placed by somebody else.
   */
  readonly relaunchTask?: (
    taskId: string,
    attempt: number,
    changes: {
      readonly noCapacity: boolean;
      readonly environment: Readonly<Record<string, string>>;
    },
    signal: AbortSignal,
  ) => Promise<void>;
  /** Whether spot is preferred, with another capacity behind it: then another task may go on where one was interrupted. */
  readonly prefersSpot?: boolean;
  /** What changed since `cursor`; "" reads from the beginning. */
  readonly describeTask: (
    taskId: string,
    cursor: string,
    signal: AbortSignal,
  ) => Promise<SnapshotBatch>;
  /**
   * Asks for the stop of the task; returns at once. Stopping a stopped task is no error. False when the target does not know
   * of a task (yet).
   */
  readonly stopTask: (taskId: string, reason: string, signal: AbortSignal) => Promise<boolean>;
  /** Lines of a container's log since `cursor`; `final` when the task has stopped and a last line may lack its end. */
  readonly readLog: (
    taskId: string,
    container: string,
    cursor: string,
    final: boolean,
    signal: AbortSignal,
  ) => Promise<LogBatch>;
  /** Has a second source besides `describeTask`, which calls `wake` when there is something new to describe, until `close`. */
  readonly listen?: (wake: () => void) => void;
  /** Ends the second source at once; gives what it told last. The second time there is nothing left to do. */
  readonly close?: (taskId: string) => Promise<readonly TaskSnapshot[]>;
}
