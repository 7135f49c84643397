import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ContainerDefinition } from "../../../infra/container-definitions.ts";
import type { ProcessIdentity } from "../../processes.ts";

/** What the agent is started with: the task definition and how its images map to programs of this machine. */
export interface AgentSpec {
  readonly taskId: string;
  readonly containers: readonly ContainerDefinition[];
  readonly port: number;
  /** Shell line that starts a Selenium server instead of chromedriver; `{port}` stands for the port. */
  readonly seleniumCommand: string | null;
  readonly browserBinary: string | null;
  /** Command that brings the run's record to its end, run when the owner died. */
  readonly finishCommand: readonly string[];
}

/** What must be cleaned up when the agent dies. */
export interface AgentState {
  readonly agent: ProcessIdentity;
  readonly watchdog: ProcessIdentity | null;
  /** Process groups in the order of their start, with the seconds they get between SIGTERM and SIGKILL. */
  readonly groups: readonly { readonly group: number; readonly stopTimeout: number }[];
  readonly temporaryFolder: string | null;
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
}

export function agentFiles(taskFolder: string): AgentFiles {
  return {
    spec: join(taskFolder, "spec.json"),
    state: join(taskFolder, "agent.json"),
    snapshots: join(taskFolder, "snapshots.jsonl"),
    stop: join(taskFolder, "stop.json"),
    agentLog: join(taskFolder, "agent.log"),
    stream: (container) => join(taskFolder, `${container}.stream`),
  };
}

/** Environment variable that marks every process of a task. */
export const taskMark = "MAYFLY_TASK_ID";

/** The state of an agent; null before it wrote one. */
export function readAgentState(files: AgentFiles): AgentState | null {
  return readJson(files.state) as AgentState | null;
}

/** A JSON file that Mayfly wrote itself; null when it is missing. */
export function readJson(path: string): unknown {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : null;
}
