import { writeJsonAtomic } from "../atomic-file.ts";
import { systemClock } from "../clock.ts";
import { crawlerEnvironment } from "../crawler-environment.ts";
import { EnvironmentError } from "../environment/environment-error.ts";
import type { EnvironmentOptions } from "../environment/environment-options.ts";
import { readOutputs, upStack } from "../environment/operations.ts";
import { checkedOutputs } from "../environment/stack-outputs.ts";
import { messageOf, MayflyError } from "../errors.ts";
import { exitCodes } from "../exit-codes.ts";
import type { StackOutputs } from "../../infra/outputs.ts";
import type { Outcome } from "../lifecycle/outcome.ts";
import { outcomeExitCode } from "../outcome-exit-code.ts";
import { newRecord } from "../run/new-record.ts";
import { readRecord, type RunRecord } from "../run/record.ts";
import { defaultBase, newRunFolder, runFolder } from "../run/run-folder.ts";
import { newRunId } from "../run/run-id.ts";
import type { RunOptions } from "../run/run-options.ts";
import type { Run } from "../run/run.ts";
import { run } from "../run/start-run.ts";
import { defaultTimeout } from "../run/run-timeout.ts";
import type { CrawlEnvironment, CrawlLifeOptions, CrawlResult } from "./crawl-options.ts";
import { ownStackName, ttlFor } from "./crawl-stack.ts";
import { checkTarget, crawlTarget } from "./crawl-target.ts";
import { recordWithoutTask } from "./failed-up.ts";
import { takeDown } from "./take-down.ts";

/**
 * The whole life of a crawl: brings an environment up, crawls in it, fetches what was kept, and takes it down, whatever
 * happened in between; on this machine the crawl alone. Resolves with what came of both. Throws `MayflyError` for options
 * that cannot be used, before anything is made.
 */
export async function crawl(options: CrawlLifeOptions): Promise<CrawlResult> {
  checkTarget(options);
  const target = crawlTarget(options);
  if (target !== "fargate") return await crawlHere(options, target);
  const base = options.out ?? defaultBase;
  const runId = options.runId ?? newRunId(systemClock.now());
  // What can be refused is refused before it costs anything.
  newRunFolder(base, runId);
  newRecord(runId, options, crawlerEnvironment(options), "", null);
  const stack = options.stack ?? ownStackName(options.stackPrefix ?? "crawl", runId);
  const isOwn = options.stack === undefined;
  const before = isOwn ? null : await outputsOfRunning(environmentOptions(options, stack));
  const up = before ?? (await bringUp(options, stack, isOwn));
  const { outcome, record } =
    "outputs" in up
      ? await runIn(up.outputs, { ...options, runId, out: base })
      : withoutRun(base, runId, options, up.problem);
  const environment = await settle(options, stack, up, before === null, isOwn, outcome);
  const folder = runFolder(base, runId);
  const whole = { ...record, environment };
  if (readRecord(folder).status === "finished") writeJsonAtomic(folder.record, whole);
  const exitCode = outcomeExitCode(outcome);
  const isLeft = environment.problem !== null && exitCode === exitCodes.completed;
  return {
    ...{ runId, outcome, record: whole, path: folder.path, environment },
    exitCode: isLeft ? exitCodes.failed : exitCode,
  };
}

/** An environment that is up, or why it is not. */
type Up =
  | { readonly outputs: StackOutputs; readonly upMs: number | null }
  | { readonly problem: MayflyError };

async function crawlHere(
  options: CrawlLifeOptions,
  target: "local" | "docker",
): Promise<CrawlResult> {
  const { docker = {}, stack } = options;
  const onDocker = { docker, ...(stack === undefined ? {} : { stack }) };
  const { docker: _docker, ...own } = runOptions(options);
  const where = target === "docker" ? onDocker : {};
  const { record, outcome, path } = await conducted(await run({ ...own, ...where }), options);
  const exitCode = outcomeExitCode(outcome);
  return { runId: record.runId, outcome, exitCode, record, path, environment: null };
}

/** What a run takes; where it runs is said by outputs alone. */
function runOptions(options: CrawlLifeOptions): RunOptions {
  const { target: _target, stack: _stack, stackPrefix: _prefix, ...rest } = options;
  const { config: _config, secrets: _secrets, env: _env, keep: _keep, ...more } = rest;
  const { keepOnFailure: _onFailure, onEvent: _onEvent, onRun: _onRun, ...others } = more;
  const { hurrySignal: _hurry, leaveSignal: _leave, environmentTimeoutMs: _ms, ...own } = others;
  return own;
}

function environmentOptions(options: CrawlLifeOptions, stack: string): EnvironmentOptions {
  const { workDir, env, leaveSignal, environmentTimeoutMs, onEvent, log } = options;
  return {
    stack,
    ...(workDir === undefined ? {} : { workDir }),
    ...(env === undefined ? {} : { env }),
    ...(leaveSignal === undefined ? {} : { leaveSignal }),
    ...(environmentTimeoutMs === undefined ? {} : { timeoutMs: environmentTimeoutMs }),
    ...(onEvent === undefined ? {} : { onEvent }),
    ...(log === undefined ? {} : { log }),
  };
}

/** The outputs of a stack that is up already; null where there is none, or one that came up in part. */
async function outputsOfRunning(
  options: EnvironmentOptions,
): Promise<{ readonly outputs: StackOutputs; readonly upMs: null } | null> {
  try {
    return { outputs: (await readOutputs(options)).outputs, upMs: null };
  } catch (error) {
    const isNotUp =
      error instanceof EnvironmentError && ["stackNotFound", "notUp"].includes(error.code);
    if (isNotUp) return null;
    throw error;
  }
}

async function bringUp(options: CrawlLifeOptions, stack: string, isOwn: boolean): Promise<Up> {
  const { config = {}, secrets, signal, timeLimit } = options;
  const { timeoutSeconds = defaultTimeout(timeLimit) } = options;
  const ttl = isOwn && !Object.keys(config).some((key) => /^(?:mayfly:)?ttl$/.test(key));
  try {
    const { rawOutputs, durationMs } = await upStack({
      ...environmentOptions(options, stack),
      config: ttl ? { ttl: ttlFor(timeoutSeconds), ...config } : config,
      ...(secrets === undefined ? {} : { secrets }),
      ...(signal === undefined ? {} : { signal }),
    });
    return { outputs: checkedOutputs(stack, rawOutputs), upMs: durationMs };
  } catch (error) {
    // Nothing was saved, and nothing made: as if it had never begun.
    if (!(error instanceof MayflyError) || error.code === "usage") throw error;
    return { problem: error };
  }
}

async function runIn(
  outputs: StackOutputs,
  options: CrawlLifeOptions & { readonly runId: string; readonly out: string },
): Promise<{ readonly outcome: Outcome; readonly record: RunRecord }> {
  const { runId, out, signal } = options;
  try {
    signal?.throwIfAborted();
    return await conducted(await run({ ...runOptions(options), outputs }), options);
  } catch (error) {
    if (signal?.aborted !== true && !(error instanceof MayflyError)) throw error;
    const problem =
      error instanceof MayflyError && signal?.aborted !== true
        ? error
        : new MayflyError("interrupted", "Stopped before the task was started.");
    return withoutRun(out, runId, options, problem);
  }
}

/** Tells a run's events and waits for its end; a run that is left counts as stopped, since its environment goes. */
async function conducted(
  running: Run,
  { hurrySignal, leaveSignal, onEvent, onRun }: CrawlLifeOptions,
): Promise<{ readonly outcome: Outcome; readonly record: RunRecord; readonly path: string }> {
  const leave = (): void => {
    running.leave();
  };
  for (const signal of [hurrySignal, leaveSignal]) {
    if (signal?.aborted === true) leave();
    signal?.addEventListener("abort", leave, { once: true });
  }
  const told = (async () => {
    for await (const event of running.events()) onEvent?.(event);
  })();
  const shown = onRun?.(running);
  const result = await running.finished;
  await Promise.all([told, shown]);
  for (const signal of [hurrySignal, leaveSignal]) signal?.removeEventListener("abort", leave);
  const { record, path } = running;
  const outcome = result?.outcome ?? { ...leftOutcome };
  return { outcome, record, path };
}

const leftOutcome = {
  kind: "stopped",
  reason: "It was left; its task goes with the environment.",
  signal: null,
} as const satisfies Outcome;

function withoutRun(
  base: string,
  runId: string,
  options: CrawlLifeOptions,
  problem: MayflyError,
): { readonly outcome: Outcome; readonly record: RunRecord } {
  const reason = problem.message;
  const outcome: Outcome =
    problem.code === "interrupted"
      ? { kind: "stopped", reason, signal: null }
      : problem.code === "timedOut"
        ? { kind: "timedOut", reason }
        : { kind: "failedToStart", reason };
  const tell = options.onEvent ?? (() => undefined);
  const { record } = recordWithoutTask(base, runId, runOptions(options), outcome, tell);
  return { outcome, record };
}

/** What becomes of the environment: it goes, unless it is to stay. */
async function settle(
  options: CrawlLifeOptions,
  stack: string,
  up: Up,
  broughtUp: boolean,
  isOwn: boolean,
  outcome: Outcome,
): Promise<CrawlEnvironment> {
  const upMs = "outputs" in up ? up.upMs : null;
  const upProblem = "outputs" in up ? null : messageOf(up.problem);
  const isAborted = options.signal?.aborted === true;
  const isFailure = outcome.kind !== "completed" && !isAborted;
  const kept = !broughtUp || options.keep === true || (options.keepOnFailure === true && isFailure);
  if (kept) return { stack, broughtUp, upMs, downMs: null, kept, left: [], problem: upProblem };
  const { leaveSignal } = options;
  const down = await takeDown(environmentOptions(options, stack), isOwn, leaveSignal);
  return { stack, broughtUp, upMs, kept, ...down, problem: down.problem ?? upProblem };
}
