import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { Socket } from "node:net";
import { resolve } from "node:path";
import { writeJsonAtomic } from "../../atomic-file.ts";
import { systemClock } from "../../clock.ts";
import { builtProgram } from "../../package-root.ts";
import { isAlive } from "../../processes.ts";
import { readLines } from "../../read-lines.ts";
import type { TaskRequest, TaskTarget } from "../target.ts";
import {
  agentFiles,
  readAgentState,
  type AgentFiles,
  type AgentSpec,
  type StopFile,
} from "./agent-files.ts";
import { withoutSecrets } from "./container-secrets.ts";
import { endOfDeadAgent, parseSnapshot } from "./dead-agent.ts";

/** What a target with an agent needs beyond the task itself. */
export interface AgentTargetOptions {
  readonly name: "local" | "docker";
  /** Folder for the task's files, inside the run folder. */
  readonly taskFolder: string;
  /** What its containers are made of; null for a task that was started before. */
  readonly runtime: AgentSpec["runtime"] | null;
  readonly finishCommand: readonly string[];
}

/** Runs one task on this machine, or on a Docker engine, under an agent process of its own. */
export function agentTarget(options: AgentTargetOptions): TaskTarget {
  const files = agentFiles(options.taskFolder);
  return {
    name: options.name,
    pace: { fastMs: 60, slowMs: 150 },
    runTask: async (request, signal) => {
      await startAgent(request, options, files, signal);
    },
    describeTask: async (taskId, cursor) => {
      const batch = readLines(files.snapshots, Number(cursor));
      const snapshots = batch.lines.flatMap(parseSnapshot);
      const next = String(batch.offset);
      if (snapshots.length > 0 || batch.more) return { snapshots, cursor: next, missing: false };
      const end = await endOfDeadAgent(taskId, files);
      return { snapshots: end === null ? [] : [end], cursor: next, missing: false };
    },
    stopTask: (_taskId, reason) => {
      stopAgent(files, reason);
      return Promise.resolve(true);
    },
    readLog: (_taskId, container, cursor, final) => {
      const { lines, offset, more } = readLines(files.stream(container), Number(cursor), final);
      return Promise.resolve({ lines, cursor: String(offset), more });
    },
  };
}

/** Milliseconds in which the agent must have said its first word. */
const beginMs = 10_000;

async function startAgent(
  { taskId, containers }: TaskRequest,
  { taskFolder, runtime, finishCommand }: AgentTargetOptions,
  files: AgentFiles,
  signal: AbortSignal,
): Promise<void> {
  if (existsSync(files.spec)) return;
  if (runtime === null) throw new Error("this task was started before");
  const { containers: shown, secrets } = withoutSecrets(containers);
  const spec: AgentSpec = { taskId, containers: shown, runtime, finishCommand };
  // What was added to a container's environment may be a secret too.
  writeJsonAtomic(files.spec, spec, 0o600);
  const log = openSync(files.agentLog, "a");
  let isOver: () => boolean;
  try {
    const agent = spawn(
      process.execPath,
      [builtProgram("targets", "agent", "agent-main.js"), resolve(taskFolder)],
      {
        detached: true,
        stdio: ["pipe", log, log],
        env: { ...containerEnvironment(process.env), ...secrets },
      },
    );
    await new Promise<void>((started, failed) => {
      agent.once("error", failed);
      agent.once("spawn", started);
    });
    agent.unref();
    isOver = () => agent.exitCode !== null || agent.signalCode !== null;
    // The pipe stays open until this process ends: that is how the agent knows.
    agent.stdin?.on("error", () => undefined);
    if (agent.stdin instanceof Socket) agent.stdin.unref();
  } finally {
    closeSync(log);
  }
  const deadline = Date.now() + beginMs;
  while (!existsSync(files.snapshots)) {
    if (isOver()) {
      throw new Error(`the local agent ended before its first word; see ${files.agentLog}`);
    }
    if (Date.now() > deadline) {
      throw new Error(`the local agent said nothing within ${String(beginMs / 1000)} seconds`);
    }
    await systemClock.sleep(10, signal);
  }
}

/** Containers see the user's environment, but no setting of another crawl. */
function containerEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(
      ([name]) =>
        !name.startsWith("MAYFLY_") && name !== "SELENIUM_URL" && !name.startsWith("npm_"),
    ),
  );
}

/** Asks the agent of a task to stop it; no error when there is none any more. */
export function stopAgent(files: AgentFiles, reason: string): void {
  const state = readAgentState(files);
  if (state === null || !isAlive(state.agent)) return;
  try {
    if (!existsSync(files.stop)) writeJsonAtomic(files.stop, { reason } satisfies StopFile);
  } catch {
    // On a full disk the reason is lost; the task must stop all the same.
  }
  process.kill(state.agent.pid, "SIGTERM");
}
