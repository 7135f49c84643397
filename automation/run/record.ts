import { readFileSync } from "node:fs";
import type { StackOutputs } from "../../infra/outputs.ts";
import type { SkipReason, SummaryRecord } from "../../crawler/src/contract.ts";
import { messageOf, MayflyError, systemCode } from "../errors.ts";
import type { CrawlEnvironment } from "../crawl/crawl-options.ts";
import type { CostEstimate } from "../lifecycle/cost.ts";
import type { Diagnosis } from "../lifecycle/diagnosis.ts";
import type { LedgerEntry } from "../lifecycle/ledger.ts";
import type { Outcome } from "../lifecycle/outcome.ts";
import type { TaskSnapshot } from "../lifecycle/task-snapshot.ts";
import type { StateSpan } from "../lifecycle/timeline.ts";
import type { StopRequest } from "../lifecycle/verdict.ts";
import type { DockerOptions } from "../targets/docker/docker-options.ts";
import type { RunFolder } from "./run-folder.ts";

/** Counts of a crawl so far. */
export interface PageCounts {
  readonly retrieved: number;
  readonly failed: number;
  readonly skipped: number;
  /** The same by reasons; those that did not occur are absent. */
  readonly skips: SkipCounts;
  /** URLs known and not yet visited. */
  readonly queued: number;
}

/** Skips by their reasons. */
export type SkipCounts = NonNullable<SummaryRecord["skips"]>;

/** The counts after one more page. */
export function countPage(counts: PageCounts, hasError: boolean, queued: number): PageCounts {
  const { retrieved, failed } = counts;
  return hasError
    ? { ...counts, failed: failed + 1, queued }
    : { ...counts, retrieved: retrieved + 1, queued };
}

/** The counts after one more skip. */
export function countSkip(counts: PageCounts, reason: SkipReason): PageCounts {
  const { skipped, skips } = counts;
  return {
    ...counts,
    skipped: skipped + 1,
    skips: { ...skips, [reason]: (skips[reason] ?? 0) + 1 },
  };
}

/** How far the task's output was read, and how much of it is in the files: what a new owner goes on from. */
export interface ReadPosition {
  readonly snapshots: string;
  readonly logs: Readonly<Record<string, string>>;
  /** Bytes of each file of the run folder that belong to this position. */
  readonly bytes: Readonly<Record<string, number>>;
}

/** The position after the snapshots, or a container's log, were read to `cursor`; the same one when nothing moved. */
export function moveTo(position: ReadPosition, cursor: string, container?: string): ReadPosition {
  if (container === undefined) {
    return cursor === position.snapshots ? position : { ...position, snapshots: cursor };
  }
  if (cursor === position.logs[container]) return position;
  return { ...position, logs: { ...position.logs, [container]: cursor } };
}

/** A task that stopped before it ran, or was interrupted, and in whose place another one was started. */
export interface FormerTask {
  readonly taskArn: string | null;
  /** Why it stopped, in the words of ECS. */
  readonly reason: string;
  readonly states: readonly StateSpan[];
  readonly ledger: readonly LedgerEntry[];
}

/** The group of a run that is one of several, started together by `--count`. */
export interface RunGroupPlace {
  /** Id of the group; the run's own id begins with it. */
  readonly id: string;
  /** From 1 to `count`. */
  readonly index: number;
  readonly count: number;
}

/** `record.json`: one run, from its start to its verdict. ECS forgets a stopped task within the hour; this stays. */
export interface RunRecord {
  readonly recordVersion: 1;
  readonly mayflyVersion: string;
  readonly runId: string;
  readonly target: string;
  /** The group that the run belongs to; null for a run of one task. */
  readonly group: RunGroupPlace | null;
  /** Outputs of the stack whose task definition was run; null where it was not on Fargate. */
  readonly stackOutputs: StackOutputs | null;
  /** How its task was made on a Docker engine, without the environment that was added; null elsewhere. */
  readonly docker: Omit<DockerOptions, "environment"> | null;
  readonly status: "running" | "finished";
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly finishedAt: string | null;
  /** URLs to start from; the first hundred where they are so many that `settings` names a list of them among the results. */
  readonly urls: readonly string[];
  /** Id of the run whose crawl this one goes on with; null for a crawl of its own. */
  readonly resumes: string | null;
  /** Environment of the crawler container. */
  readonly settings: Readonly<Record<string, string>>;
  readonly limits: { readonly timeoutSeconds: number; readonly startTimeoutSeconds: number };
  readonly taskId: string;
  /** The eight states with provenance and duration. */
  readonly states: readonly StateSpan[];
  readonly ledger: readonly LedgerEntry[];
  /** The task as it was seen last; null before that. */
  readonly task: TaskSnapshot | null;
  /** Tasks before this one, oldest first. */
  readonly attempts: readonly FormerTask[];
  readonly stopRequest: StopRequest | null;
  readonly pages: PageCounts;
  /** The crawler's own summary; null until it came. */
  readonly summary: Omit<SummaryRecord, "type"> | null;
  readonly outcome: Outcome | null;
  readonly exitCode: number | null;
  readonly diagnosis: Diagnosis | null;
  /** What the task cost by list price, once it has ended on Fargate; null elsewhere. */
  readonly cost: CostEstimate | null;
  readonly warnings: readonly string[];
  /** Calls made to the target, by kind: what the watching cost. */
  readonly calls: Readonly<Record<string, number>>;
  readonly position: ReadPosition;
  /** What became of the environment that was brought up for this run alone; absent for a run of `mayfly run`. */
  readonly environment?: CrawlEnvironment;
}

/** Milliseconds after its start from which a task that its target does not know was forgotten: it is no news any more. */
const oldMs = 600_000;

/** Whether a run began so long ago that a task which its target does not know is not one that it does not know yet. */
export function isLongAgo({ createdAt }: Pick<RunRecord, "createdAt">, nowMs: number): boolean {
  return nowMs - Date.parse(createdAt) > oldMs;
}

/** Reads the record of a run. Throws {@link MayflyError} when there is none or it cannot be read. */
export function readRecord(folder: RunFolder): RunRecord {
  try {
    // The file is written by this version of Mayfly alone, atomically; its schema is tested.
    const record = JSON.parse(readFileSync(folder.record, "utf8")) as RunRecord;
    // What was written by a version before these fields has none of them.
    return {
      ...{ stackOutputs: null, docker: null, group: null, attempts: [], resumes: null },
      ...record,
      pages: { ...{ skips: {} }, ...record.pages },
    };
  } catch (error) {
    const reason = systemCode(error) === "ENOENT" ? "it does not exist" : messageOf(error);
    throw new MayflyError("runFolder", `Could not read ${folder.record}: ${reason}.`, {
      cause: error,
    });
  }
}
