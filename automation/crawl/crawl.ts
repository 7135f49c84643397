import { rmSync } from "node:fs";
import { environmentNames } from "../../crawler/src/contract.ts";
import type { StackOutputs } from "../../infra/outputs.ts";
import { writeJsonAtomic } from "../atomic-file.ts";
import { systemClock } from "../clock.ts";
import { checkTogether, crawlerEnvironment } from "../crawler-environment.ts";
import { fileError, messageOf, MayflyError } from "../errors.ts";
import { exitCodes } from "../exit-codes.ts";
import type { Outcome } from "../lifecycle/outcome.ts";
import { outcomeExitCode } from "../outcome-exit-code.ts";
import { checkGivenVariables } from "../run/given-variables.ts";
import { newRecord } from "../run/new-record.ts";
import { readRecord, type RunRecord } from "../run/record.ts";
import { requireBucket, requireWritable } from "../run/results-place.ts";
import { createRunFolder, defaultBase, runFolder, type RunFolder } from "../run/run-folder.ts";
import { newRunId } from "../run/run-id.ts";
import type { RunOptions } from "../run/run-options.ts";
import type { Run } from "../run/run.ts";
import { run } from "../run/start-run.ts";
import { withinLifetime } from "../run/within-lifetime.ts";
import { bringUp, environmentOptions, outputsOfRunning, type Up } from "./bring-up.ts";
import type { CrawlEnvironment, CrawlLifeOptions, CrawlResult } from "./crawl-options.ts";
import { ownStackName } from "./crawl-stack.ts";
import { checkTarget, crawlTarget } from "./crawl-target.ts";
import { recordWithoutTask } from "./failed-up.ts";
import { requireConfigured } from "./results-setting.ts";
import { lostWith, notUp, stillUp, whyItStays } from "./settling.ts";
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
  const settings = refuseEarly(options, base, runId);
  const stack =
    options.stack ?? ownStackName(options.stackPrefix ?? "crawl", runId, systemClock.now());
  const isOwn = options.stack === undefined;
  const before = isOwn ? null : await outputsOfRunning(environmentOptions(options, stack));
  if (before !== null) withinLifetime(settings, before.outputs, systemClock.now());
  if (!isOwn) await checkPlace(settings, options, stack, before?.outputs ?? null);
  const place = settings[environmentNames.results];
  const up = before ?? (await bringUp(options, stack, isOwn, place));
  const settled = async (ended: Ended | null): Promise<CrawlEnvironment> =>
    settle(options, stack, up, before === null, isOwn, ended);
  const { outcome, record } = await runIn(up, { ...options, runId, out: base }).catch(
    async (error: unknown) => {
      // Whatever it was, a disk that is full or a fault: nobody else would take down what is up.
      const { problem, downMs } = await settled(null);
      const isUp = before === null && downMs === null;
      if (isUp) options.log?.(`${stillUp(stack, options.workDir)} ${problem ?? ""}`);
      throw error;
    },
  );
  const environment = await settled({ outcome, record });
  const folder = runFolder(base, runId);
  const whole = { ...record, environment };
  // A run that was left is brought to its end later, from what its record has by then.
  const kept = readRecord(folder);
  writeRecord(folder, kept.status === "finished" ? whole : { ...kept, environment });
  const exitCode = outcomeExitCode(outcome);
  const isLeft = environment.problem !== null && exitCode === exitCodes.completed;
  return {
    ...{ runId, outcome, record: whole, path: folder.path, environment },
    exitCode: isLeft ? exitCodes.failed : exitCode,
  };
}

function writeRecord(folder: RunFolder, record: RunRecord): void {
  try {
    writeJsonAtomic(folder.record, record);
  } catch (error) {
    throw fileError(`write ${folder.record}`, error);
  }
}

/** What can be refused is refused before it costs anything. Returns the settings of the crawl. */
function refuseEarly(
  options: CrawlLifeOptions,
  base: string,
  runId: string,
): Readonly<Record<string, string>> {
  const environment = crawlerEnvironment(options);
  checkGivenVariables(options);
  checkTogether(options, environment);
  if (environmentNames.results in environment) requireBucket(environment);
  newRecord(runId, options, environment, "", null);
  // A folder that cannot be made now cannot be made when the environment is up.
  rmSync(createRunFolder(base, runId).path, { recursive: true });
  return environment;
}

/** Refuses a place of results that the tasks of a stack may not write to, before it is brought up. */
async function checkPlace(
  environment: Readonly<Record<string, string>>,
  options: CrawlLifeOptions,
  stack: string,
  outputs: StackOutputs | null,
): Promise<void> {
  const place = environment[environmentNames.results];
  if (place === undefined) return;
  if (outputs !== null) requireWritable(environment, outputs);
  else await requireConfigured(place, options.config ?? {}, environmentOptions(options, stack));
}

/** How the part of a crawl ended that has a record. */
interface Ended {
  readonly outcome: Outcome;
  readonly record: RunRecord;
}

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

/** The run in an environment that is up, or the record of one that had no task. */
async function runIn(
  up: Up,
  options: CrawlLifeOptions & { readonly runId: string; readonly out: string },
): Promise<Ended> {
  const { runId, out, signal } = options;
  if ("problem" in up) return withoutRun(out, runId, options, notUp(up.problem, options));
  try {
    signal?.throwIfAborted();
    return await conducted(await run({ ...runOptions(options), outputs: up.outputs }), options);
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
): Promise<Ended & { readonly path: string }> {
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
): Ended {
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

/** What becomes of the environment: it goes, unless it is to stay. `ended` is null where something went wrong before a record. */
async function settle(
  options: CrawlLifeOptions,
  stack: string,
  up: Up,
  broughtUp: boolean,
  isOwn: boolean,
  ended: Ended | null,
): Promise<CrawlEnvironment> {
  const upMs = "outputs" in up ? up.upMs : null;
  const upProblem = "outputs" in up ? null : messageOf(up.problem);
  const isAborted = options.signal?.aborted === true;
  const stays = whyItStays(options, { broughtUp, isAborted, ended });
  if (stays !== null) {
    const problem = upProblem ?? stays.problem;
    return { stack, broughtUp, upMs, downMs: null, kept: true, left: [], problem };
  }
  const { leaveSignal } = options;
  const down = await takeDown(environmentOptions(options, stack), isOwn, leaveSignal);
  const lost = down.downMs === null ? null : lostWith(ended);
  if (lost !== null) options.log?.(lost);
  return { stack, broughtUp, upMs, kept: false, ...down, problem: down.problem ?? upProblem };
}
