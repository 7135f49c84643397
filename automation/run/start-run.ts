import { resolve } from "node:path";
import {
  containerNames,
  crawlContainerDefinitions,
  type ContainerDefinition,
} from "../../infra/container-definitions.ts";
import { environmentNames } from "../../crawler/src/contract.ts";
import { isoTime, systemClock } from "../clock.ts";
import { crawlerEnvironment, type CrawlOptions } from "../crawler-environment.ts";
import { MayflyError, messageOf } from "../errors.ts";
import { builtProgram, packageVersion } from "../package-root.ts";
import { freePort } from "../targets/local/port.ts";
import { sandboxArguments } from "../targets/local/programs.ts";
import { localTarget, sweep } from "../targets/local/target.ts";
import type { TaskTarget } from "../targets/target.ts";
import { Broadcast } from "./broadcast.ts";
import { conduct } from "./conduct.ts";
import { Journal } from "./journal.ts";
import { takeOwnership } from "./owner.ts";
import type { RunRecord } from "./record.ts";
import { Run } from "./run.ts";
import { createRunFolder, defaultBase, listRunIds, runFolder, type RunFolder } from "./run-folder.ts";
import { newRunId } from "./run-id.ts";
import { StopControl } from "./stop-control.ts";
import { emptyLedger } from "../lifecycle/ledger.ts";
import { timeline } from "../lifecycle/timeline.ts";

/** What to crawl, where and how long; crawl options as in the table of the README. */
export interface RunOptions extends CrawlOptions {
  /** Base folder of the run folder. Default: `.mayfly` in the working directory. */
  readonly out?: string;
  /** Id of the run. Default: a new one that sorts by time. */
  readonly runId?: string;
  /** Seconds in which the run must end; then its task is stopped. Default: 1800. */
  readonly timeoutSeconds?: number;
  /** Seconds in which the task must be RUNNING; then it is stopped. Default: 600. */
  readonly startTimeoutSeconds?: number;
  /** Stops the run when aborted. */
  readonly signal?: AbortSignal;
  /** Port of the WebDriver endpoint. Default: a free one. */
  readonly port?: number;
  /** Shell line that starts a Selenium server in place of chromedriver; `{port}` stands for the port. */
  readonly seleniumCommand?: string;
  /** Seconds in which Selenium must be HEALTHY. Default: 120. */
  readonly seleniumStartTimeoutSeconds?: number;
  /** Path of the browser. Default: the one on the PATH, else what Selenium Manager brings. */
  readonly browserBinary?: string;
  /** More arguments for the browser. */
  readonly browserArguments?: readonly string[];
}

const containerList = [containerNames.selenium, containerNames.crawler];

/**
 * Starts a run and conducts it in the background. Resolves as soon as the run has its folder and its first event.
 * Throws `MayflyError` for bad options and for a folder that cannot be written; whatever goes wrong later is told by the
 * run's events and its result.
 */
export async function run(options: RunOptions): Promise<Run> {
  options.signal?.throwIfAborted();
  const environment = crawlerEnvironment(options);
  const base = options.out ?? defaultBase;
  await sweep(listRunIds(base).map((id) => runFolder(base, id).task));
  const now = systemClock.now();
  const folder = createRunFolder(base, options.runId ?? newRunId(now));
  const port = options.port ?? (await freePort());
  const target = localTarget({
    taskFolder: folder.task,
    port,
    seleniumCommand: options.seleniumCommand ?? null,
    browserBinary: options.browserBinary ?? null,
    finishCommand: finishCommand(base, folder.runId),
  });
  const record = newRecord(folder, target, options, environment, isoTime(now));
  return begin(folder, record, target, options.signal, async (signal) => {
    const containers = localContainers(options, environment, port);
    await target.runTask({ runId: folder.runId, taskId: record.taskId, containers }, signal);
  });
}

/** Goes on with a run whose conductor died: what its task sent since then is kept, and the verdict given. */
export function resumeRun(folder: RunFolder, record: RunRecord): Run {
  const target = localTarget({
    taskFolder: folder.task,
    port: 0,
    seleniumCommand: null,
    browserBinary: null,
    finishCommand: [],
  });
  return begin(folder, record, target, undefined, null);
}

function begin(
  folder: RunFolder,
  record: RunRecord,
  target: TaskTarget,
  signal: AbortSignal | undefined,
  start: ((signal: AbortSignal) => Promise<void>) | null,
): Run {
  takeOwnership(folder);
  const broadcast = new Broadcast(folder.events);
  const journal = new Journal(folder, record, containerList, systemClock, broadcast.tell);
  const control = new StopControl();
  const onAbort = (): void => {
    control.ask({ kind: "command", reason: "Stopped by an AbortSignal." });
  };
  signal?.addEventListener("abort", onAbort, { once: true });
  if (start !== null) {
    journal.start();
    journal.save();
  }
  const conducted = (async () => {
    try {
      await start?.(control.leaving);
      return await conduct({ journal, target, containers: containerList, control, clock: systemClock });
    } catch (error) {
      if (control.leaving.aborted) return false;
      journal.finish({
        kind: start === null ? "lost" : "failedToStart",
        reason: `The task could not be started or watched: ${messageOf(error)}.`,
      });
      return true;
    } finally {
      signal?.removeEventListener("abort", onAbort);
      broadcast.close();
      journal.close();
    }
  })();
  return new Run(journal, control, broadcast, conducted);
}

function newRecord(
  folder: RunFolder,
  target: TaskTarget,
  options: RunOptions,
  environment: Readonly<Record<string, string>>,
  createdAt: string,
): RunRecord {
  const { timeoutSeconds = 1800, startTimeoutSeconds = 600 } = options;
  for (const [name, value] of Object.entries({ timeoutSeconds, startTimeoutSeconds })) {
    if (Number.isFinite(value) && value > 0) continue;
    throw new MayflyError("usage", `Expected a number of seconds above 0 for ${name}, but got ${String(value)}.`);
  }
  const taskId = folder.runId;
  const ledger = emptyLedger(taskId);
  return {
    recordVersion: 1,
    mayflyVersion: packageVersion,
    runId: folder.runId,
    target: target.name,
    status: "running",
    createdAt,
    updatedAt: createdAt,
    finishedAt: null,
    urls: options.urls ?? [],
    settings: environment,
    limits: { timeoutSeconds, startTimeoutSeconds },
    taskId,
    states: timeline(ledger),
    ledger: [],
    task: null,
    stopRequest: null,
    pages: { retrieved: 0, failed: 0, skipped: 0, queued: 0 },
    summary: null,
    outcome: null,
    exitCode: null,
    diagnosis: null,
    warnings: [],
    calls: {},
    position: { snapshots: "", logs: {}, bytes: {} },
  };
}

function localContainers(
  options: RunOptions,
  environment: Readonly<Record<string, string>>,
  port: number,
): readonly ContainerDefinition[] {
  const browserArguments = [
    ...sandboxArguments(process.getuid?.()),
    ...(options.browserArguments ?? []),
  ].join(" ");
  return crawlContainerDefinitions({
    seleniumImage: options.seleniumCommand ?? "chromedriver",
    crawlerImage: "mayfly-crawler",
    port,
    crawlerEnvironment: {
      ...environment,
      ...(browserArguments === "" ? {} : { [environmentNames.browserArguments]: browserArguments }),
    },
    healthCheck: {
      command: [
        "CMD",
        process.execPath,
        builtProgram("targets", "local", "health-check-main.js"),
        `http://localhost:${String(port)}`,
      ],
      interval: 5,
      timeout: 3,
      retries: 3,
      startPeriod: options.seleniumStartTimeoutSeconds ?? 120,
      startInterval: 0.1,
    },
    startTimeout: options.seleniumStartTimeoutSeconds ?? 120,
  });
}

function finishCommand(base: string, runId: string): readonly string[] {
  return [process.execPath, builtProgram("cli.js"), "attach", runId, "--json", "--out", resolve(base)];
}
