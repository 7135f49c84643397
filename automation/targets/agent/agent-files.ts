import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { ContainerDefinition } from "../../../infra/container-definitions.ts";
import type { ProcessIdentity } from "../../processes.ts";
import type { DockerRuntimeSpec, EngineAddress } from "../docker/docker-task.ts";
import type { LocalRuntimeSpec } from "../local/local-task.ts";

/** What the agent is started with: the task definition and what its containers are made of. */
export interface AgentSpec {
  readonly taskId: string;
  readonly containers: readonly ContainerDefinition[];
  readonly runtime: LocalRuntimeSpec | DockerRuntimeSpec;
  /** Command that brings the run's record to its end, run when the owner died. */
  readonly finishCommand: readonly string[];
}

/** Leftovers of a task whose agent died. */
export interface Leftovers {
  /** Process groups in the order of their start, with the seconds they get between SIGTERM and SIGKILL. */
  readonly groups: readonly { readonly group: number; readonly stopTimeout: number }[];
  readonly temporaryFolder: string | null;
  /** The engine whose containers and network carry the task's label; null where there is none. */
  readonly docker: EngineAddress | null;
}

/** What must be cleaned up when the agent dies. */
export interface AgentState extends Leftovers {
  readonly agent: ProcessIdentity;
  readonly watchdog: ProcessIdentity | null;
}

/** A request to stop the task. */
export interface StopFile {
  readonly reason: string;
}

/** The agent's files inside the task folder of a run. */
export interface AgentFiles {
  readonly spec: string;
  readonly state: string;
  readonly snapshots: string;
  readonly stop: string;
  /** What the agent itself has to say: nothing, when all is well. */
  readonly agentLog: string;
  /** Log stream of a container: stdout and stderr as they come. */
  readonly stream: (container: string) => string;
  /** `NAME=value` in the environment of every process of the task, and of no other task on this machine. */
  readonly mark: string;
}

export function agentFiles(taskFolder: string): AgentFiles {
  return {
    spec: join(taskFolder, "spec.json"),
    state: join(taskFolder, "agent.json"),
    snapshots: join(taskFolder, "snapshots.jsonl"),
    stop: join(taskFolder, "stop.json"),
    agentLog: join(taskFolder, "agent.log"),
    stream: (container) => join(taskFolder, `${container}.stream`),
    mark: `${markName}=${resolve(taskFolder)}`,
  };
}

/** Environment variable that marks every process of a task with its folder: two tasks may share an id. */
export const markName = "MAYFLY_TASK_FOLDER";
/** Environment variable that tells every process of a task whose it is. */
export const taskIdName = "MAYFLY_TASK_ID";

/** The state of an agent; null before it wrote one. */
export function readAgentState(files: AgentFiles): AgentState | null {
  return readJson(files.state) as AgentState | null;
}

/** A JSON file that Mayfly wrote itself; null when it is missing or broken. */
export function readJson(path: string): unknown {
  try {
    return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : null;
  } catch {
    // Cut off by a full disk, say: as good as missing.
    return null;
  }
}
