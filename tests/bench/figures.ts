import { median, share, worst } from "./statistics.ts";
import { report, type Reported } from "./told.ts";
import { factsOf, type Fact } from "./truth.ts";
import type { Watched } from "./watched.ts";

/** Median and worst of some lags, in milliseconds; undefined where nothing was told. */
export interface Lag {
  readonly medianMs: number | undefined;
  readonly worstMs: number | undefined;
}

/** What a watcher achieved over all scripts. */
export interface Figures {
  /** Share of the true last statuses of the tasks that it saw themselves. */
  readonly statesObserved: number;
  /** Share of those of which it says anything: seen, proved by a time stamp, or passed unseen. Null where it keeps no record. */
  readonly statesAccounted: number | null;
  /** Share of the true changes of last status, health status and exit code of the containers that it told. */
  readonly containerChanges: number;
  /** Of what it told of tasks that were starting or stopping. */
  readonly lagNear: Lag;
  /** Of what it told of tasks that were RUNNING, their exit among it. */
  readonly lagRunning: Lag;
  /** DescribeTasks calls of a task. */
  readonly medianCalls: number;
  /** DescribeTasks calls of all tasks. */
  readonly allCalls: number;
}

/** The figures of one watcher, from what came of each script. */
export function figuresOf(all: readonly Watched[]): Figures {
  const reported = all.flatMap(({ tasks, told }) =>
    tasks.flatMap((task) => report(factsOf(task), told)),
  );
  const states = reported.filter(({ fact }) => fact.kind === "state");
  const changes = reported.filter(({ fact }) => fact.kind === "container");
  const calls = all.map((watched) => watched.calls);
  const silent = all.flatMap(({ unaccounted }) => unaccounted ?? []).length;
  const keepsRecord = all.every(({ unaccounted }) => unaccounted !== null);
  return {
    statesObserved: share(states.filter(({ isObserved }) => isObserved).length, states.length),
    statesAccounted: keepsRecord ? share(states.length - silent, states.length) : null,
    containerChanges: share(changes.filter(({ lagMs }) => lagMs !== null).length, changes.length),
    lagNear: lagOf(reported, ["starting", "stopping"]),
    lagRunning: lagOf(reported, ["running"]),
    medianCalls: median(calls) ?? 0,
    allCalls: calls.reduce((sum, count) => sum + count, 0),
  };
}

function lagOf(reported: readonly Reported[], during: readonly Fact["during"][]): Lag {
  const lags = reported.flatMap(({ fact, lagMs }) =>
    lagMs !== null && during.includes(fact.during) ? [lagMs] : [],
  );
  return { medianMs: median(lags), worstMs: worst(lags) };
}
