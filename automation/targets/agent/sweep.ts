import { appendFileSync, rmSync } from "node:fs";
import { agentFiles, readAgentState, readJson, type AgentSpec } from "./agent-files.ts";
import { endOfDeadAgent } from "./dead-agent.ts";

/**
 * Cleans up after tasks whose agent and watchdog were both killed; every start of a run does it. Returns the ids of the
 * tasks that had left something.
 */
export async function sweep(taskFolders: readonly string[]): Promise<readonly string[]> {
  const swept: string[] = [];
  for (const folder of taskFolders) {
    const files = agentFiles(folder);
    const spec = readAgentState(files) === null ? null : (readJson(files.spec) as AgentSpec | null);
    // An old run that cannot be cleaned up is no reason to refuse a new one.
    const end = spec === null ? null : await endOfDeadAgent(spec.taskId, files).catch(() => null);
    if (end === null) continue;
    appendFileSync(files.snapshots, `${JSON.stringify(end)}\n`);
    rmSync(files.state, { force: true });
    swept.push(end.taskId);
  }
  return swept;
}
