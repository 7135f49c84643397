import { spawn } from "node:child_process";
import { appendFileSync, closeSync, existsSync, openSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { writeJsonAtomic } from "../../atomic-file.ts";
import { isoTime, systemClock } from "../../clock.ts";
import { isAlive } from "../../processes.ts";
import { builtProgram } from "../../package-root.ts";
import { readLines } from "../../run/follow-lines.ts";
import type { TaskSnapshot } from "../../lifecycle/task-snapshot.ts";
import type { TaskRequest, TaskTarget } from "../target.ts";
import {
  agentFiles,
  readAgentState,
  readJson,
  taskMark,
  type AgentFiles,
  type AgentSpec,
  type StopFile,
} from "./agent-files.ts";
import { cleanUp } from "./clean-up.ts";

/** What the local target needs beyond the task itself. */
export interface LocalTargetOptions {
  /** Folder for the task's files, inside the run folder. */
  readonly taskFolder: string;
  readonly port: number;
  readonly seleniumCommand: string | null;
  readonly browserBinary: string | null;
  readonly finishCommand: readonly string[];
}

/** Runs one task as two process groups on this machine, under an agent process of its own. */
export function localTarget(options: LocalTargetOptions): TaskTarget {
  const files = agentFiles(options.taskFolder);
  return {
    name: "local",
    pace: { fastMs: 60, slowMs: 150 },
    runTask: async (request, signal) => {
      await startAgent(request, options, files, signal);
    },
    describeTask: async (taskId, cursor) => {
      const batch = readLines(files.snapshots, Number(cursor));
      const snapshots = batch.lines.map((line) => JSON.parse(line) as TaskSnapshot);
      const next = String(batch.offset);
      if (snapshots.length > 0 || batch.more) return { snapshots, cursor: next, missing: false };
      const end = await endOfDeadAgent(taskId, files);
      return { snapshots: end === null ? [] : [end], cursor: next, missing: false };
    },
    stopTask: (_taskId, reason) => {
      stopAgent(files, reason);
      return Promise.resolve();
    },
    readLog: (_taskId, container, cursor, final) => {
      const { lines, offset, more } = readLines(files.stream(container), Number(cursor), final);
      return Promise.resolve({ lines, cursor: String(offset), more });
    },
  };
}

async function startAgent(
  { taskId, containers }: TaskRequest,
  { taskFolder, port, seleniumCommand, browserBinary, finishCommand }: LocalTargetOptions,
  files: AgentFiles,
  signal: AbortSignal,
): Promise<void> {
  if (existsSync(files.spec)) return;
  const spec: AgentSpec = { taskId, containers, port, seleniumCommand, browserBinary, finishCommand };
  writeJsonAtomic(files.spec, spec);
  const log = openSync(files.agentLog, "a");
  try {
    const agent = spawn(
      process.execPath,
      [builtProgram("targets", "local", "agent-main.js"), resolve(taskFolder)],
      {
        detached: true,
        stdio: ["pipe", log, log],
        env: containerEnvironment(process.env),
      },
    );
    await new Promise<void>((started, failed) => {
      agent.once("error", failed);
      agent.once("spawn", started);
    });
    agent.unref();
    // The pipe stays open until this process ends: that is how the agent knows.
    if (agent.stdin !== null && "unref" in agent.stdin && typeof agent.stdin.unref === "function") {
      agent.stdin.on("error", () => undefined);
      agent.stdin.unref();
    }
  } finally {
    closeSync(log);
  }
  while (!existsSync(files.snapshots)) await systemClock.sleep(10, AbortSignal.any([signal, AbortSignal.timeout(10_000)]));
}

/** Containers see the user's environment, but no setting of another crawl. */
function containerEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(
      ([name]) => !name.startsWith("MAYFLY_") && name !== "SELENIUM_URL" && !name.startsWith("npm_"),
    ),
  );
}

/** Asks the agent of a task to stop it; no error when there is none any more. */
export function stopAgent(files: AgentFiles, reason: string): void {
  const state = readAgentState(files);
  if (state === null || !isAlive(state.agent)) return;
  if (!existsSync(files.stop)) writeJsonAtomic(files.stop, { reason } satisfies StopFile);
  process.kill(state.agent.pid, "SIGTERM");
}

/**
 * The end of a task whose agent was killed: waits for the watchdog to clean up, does it itself when that is gone too,
 * and only then says STOPPED. Null while the agent lives, or when it said STOPPED itself.
 */
async function endOfDeadAgent(taskId: string, files: AgentFiles): Promise<TaskSnapshot | null> {
  const state = readAgentState(files);
  if (state !== null && isAlive(state.agent)) return null;
  // Its last words may have come since the caller looked.
  const last = lastSnapshot(files);
  if (last?.lastStatus === "STOPPED") return null;
  if (state !== null) {
    if (state.watchdog !== null && isAlive(state.watchdog)) return null;
    await cleanUp({ ...state, mark: `${taskMark}=${taskId}` });
  }
  const at = isoTime(Date.now());
  return {
    ...(last ?? { containers: [] }),
    taskId,
    version: (last?.version ?? 0) + 1,
    lastStatus: "STOPPED",
    desiredStatus: "STOPPED",
    stopCode: last?.stopCode ?? "InfrastructureHealth",
    stoppedReason: last?.stoppedReason ?? "The local agent that supervised the task was killed.",
    stoppedAt: at,
    at,
  };
}

function lastSnapshot(files: AgentFiles): TaskSnapshot | null {
  let last: string | undefined;
  for (let offset = 0, more = true; more; ) {
    const batch = readLines(files.snapshots, offset);
    last = batch.lines.at(-1) ?? last;
    ({ offset, more } = batch);
  }
  return last === undefined ? null : (JSON.parse(last) as TaskSnapshot);
}

/**
 * Cleans up after tasks whose agent and watchdog were both killed; every start of a run does it. Returns the ids of the
 * tasks that had left something.
 */
export async function sweep(taskFolders: readonly string[]): Promise<readonly string[]> {
  const swept: string[] = [];
  for (const folder of taskFolders) {
    const files = agentFiles(folder);
    const spec = readAgentState(files) === null ? null : readJson<AgentSpec>(files.spec);
    const end = spec === null ? null : await endOfDeadAgent(spec.taskId, files);
    if (end === null) continue;
    appendFileSync(files.snapshots, `${JSON.stringify(end)}\n`);
    rmSync(files.state, { force: true });
    swept.push(end.taskId);
  }
  return swept;
}
