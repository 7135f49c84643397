/// <reference lib="esnext.disposable" preserve="true" />
/** The library: start a crawl in an ephemeral environment, hear its life, get its result. */
export { run } from "./run/start-run.ts";
export { runGroup, type RunGroupOptions } from "./run/start-group.ts";
export { crawl } from "./crawl/crawl.ts";
export type { CrawlEnvironment, CrawlLifeOptions, CrawlResult } from "./crawl/crawl-options.ts";
export { doctor, type DoctorOptions, type DoctorReport } from "./doctor/doctor.ts";
export type { Checked, CheckId, CheckStatus, Finding } from "./doctor/check.ts";
export { init, type InitOptions, type Initialized } from "./init/init.ts";
export type { AskUser } from "./init/interview.ts";
export type { AnswerCheck } from "./init/answer-checks.ts";
export { reap, type ReapOptions } from "./reap/reap.ts";
export type { Reaped } from "./reap/reaped.ts";
export { results, type FetchedRun, type ResultsOptions } from "./run/results.ts";
export { attach, type AttachOptions } from "./run/attach-run.ts";
export type { GroupResult, RunGroup } from "./run/run-group.ts";
export type { RunOptions } from "./run/run-options.ts";
export type { Run, RunResult } from "./run/run.ts";
export type { FormerTask, PageCounts, RunGroupPlace, RunRecord } from "./run/record.ts";
export type { CrawlOptions } from "./crawler-environment.ts";
export type { FargateLaunchOptions } from "./targets/fargate/run-task-request.ts";
export type { CostEstimate } from "./lifecycle/cost.ts";
export type * from "./events.ts";
export type { Outcome, OutcomeKind, StopSignal } from "./lifecycle/outcome.ts";
export type { Diagnosis } from "./lifecycle/diagnosis.ts";
export type { LedgerEntry, Provenance } from "./lifecycle/ledger.ts";
export type { StateSpan } from "./lifecycle/timeline.ts";
export {
  taskStates,
  type ContainerSnapshot,
  type TaskSnapshot,
  type TaskState,
} from "./lifecycle/task-snapshot.ts";
export { environment, type UpOptions } from "./environment/environment.ts";
export type { UpEnvironment } from "./environment/up-environment.ts";
export type { EnvironmentOptions, ProgramOptions } from "./environment/environment-options.ts";
export type {
  Cancelled,
  CancelOptions,
  DownOptions,
  OutputsOptions,
} from "./environment/operations.ts";
export type { Operated } from "./environment/operate.ts";
export type * from "./environment/environment-events.ts";
export {
  EnvironmentError,
  type EnvironmentErrorDetails,
  type FailedResource,
  type LockHolder,
} from "./environment/environment-error.ts";
export type { Capacity, StackOutputs } from "../infra/outputs.ts";
export { exitCodes } from "./exit-codes.ts";
export { MayflyError, type EnvironmentErrorCode, type MayflyErrorCode } from "./errors.ts";
export type { PageErrorCode, PageRecord, SkipReason } from "../crawler/src/contract.ts";
export { orders, scopes, type Order, type Scope } from "../crawler/src/config.ts";
