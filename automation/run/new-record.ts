import { environmentNames } from "../../crawler/src/contract.ts";
import type { StackOutputs } from "../../infra/outputs.ts";
import { MayflyError } from "../errors.ts";
import { emptyLedger } from "../lifecycle/ledger.ts";
import { timeline } from "../lifecycle/timeline.ts";
import { packageVersion } from "../package-root.ts";
import { hideSecrets } from "../secret-settings.ts";
import type { DockerOptions } from "../targets/docker/docker-options.ts";
import type { EarlierPages } from "./earlier-pages.ts";
import type { EarlierRun } from "./earlier-run.ts";
import type { RunGroupPlace, RunRecord } from "./record.ts";
import type { RunOptions } from "./run-options.ts";
import { defaultTimeout } from "./run-timeout.ts";

/** URLs of a record whose settings name a list of all. */
const mostListed = 100;

/** The record of a run that begins now. Throws `MayflyError` for a time-out that is none. */
export function newRecord(
  runId: string,
  options: RunOptions,
  environment: Readonly<Record<string, string>>,
  createdAt: string,
  stackOutputs: StackOutputs | null,
  group: RunGroupPlace | null = null,
): RunRecord {
  const {
    timeoutSeconds = defaultTimeout(
      environment[environmentNames.timeLimit] ?? stackOutputs?.timeLimitSeconds ?? undefined,
    ),
    startTimeoutSeconds = 600,
  } = options;
  for (const [name, value] of Object.entries({ timeoutSeconds, startTimeoutSeconds })) {
    if (Number.isFinite(value) && value > 0) continue;
    throw new MayflyError(
      "usage",
      `Expected a number of seconds above 0 for ${name}, but got ${String(value)}.`,
    );
  }
  const taskId = runId;
  const ledger = emptyLedger(taskId);
  return {
    recordVersion: 1,
    mayflyVersion: packageVersion,
    runId,
    target: stackOutputs !== null ? "fargate" : options.docker !== undefined ? "docker" : "local",
    group,
    stackOutputs,
    docker: options.docker === undefined ? null : withoutEnvironment(options.docker),
    status: "running",
    createdAt,
    updatedAt: createdAt,
    finishedAt: null,
    urls:
      environmentNames.urlLists in environment
        ? (options.urls ?? []).slice(0, mostListed)
        : (options.urls ?? []),
    settings: hideSecrets(environment),
    limits: { timeoutSeconds, startTimeoutSeconds },
    taskId,
    states: timeline(ledger),
    ledger: [],
    task: null,
    attempts: [],
    stopRequest: null,
    pages: { retrieved: 0, failed: 0, skipped: 0, skips: {}, queued: 0 },
    summary: null,
    outcome: null,
    exitCode: null,
    diagnosis: null,
    cost: null,
    warnings: [],
    calls: {},
    resumes: null,
    position: { snapshots: "", logs: {}, bytes: {} },
  };
}

/** What a record may keep: the environment may have secrets. */
function withoutEnvironment({ environment: _, ...kept }: DockerOptions): RunRecord["docker"] {
  return kept;
}

/** The record of a run that goes on with the crawl of an earlier one, and has its pages. */
export function goOnFrom(
  record: RunRecord,
  { record: { runId, urls } }: EarlierRun,
  { counts, bytes }: EarlierPages,
): RunRecord {
  return {
    ...record,
    urls: [...new Set([...urls, ...record.urls])],
    resumes: runId,
    pages: counts,
    position: { ...record.position, bytes },
  };
}
