/**
 * The agent's process: `node agent-main.js TASK_FOLDER`. Its stdin is a pipe from the process that owns the run; when
 * that process dies the pipe ends, and the task is stopped. SIGTERM stops the task for the reason in the stop file.
 */
import { spawn } from "node:child_process";
import { Agent } from "./agent.ts";
import { secretsOf } from "../../secret-settings.ts";
import { withSecrets } from "./container-secrets.ts";
import {
  agentFiles,
  readJson,
  type AgentFiles,
  type AgentSpec,
  type StopFile,
} from "./agent-files.ts";
import type { TaskRuntime } from "./runtime.ts";

const [taskFolder = "."] = process.argv.slice(2);
const files = agentFiles(taskFolder);
const spec = readJson(files.spec) as AgentSpec | null;
if (spec === null) throw new Error(`${files.spec} is missing`);

// They are for the crawler, and for no other process that is started here.
const secrets = secretsOf(process.env);
for (const name of Object.keys(secrets)) Reflect.deleteProperty(process.env, name);
const containers = withSecrets(spec.containers, secrets);
const agent = new Agent({ ...spec, containers }, files, await runtimeOf(spec, files));
const owner = { isGone: false };

process.on("SIGTERM", () => {
  const request = readJson(files.stop) as StopFile | null;
  agent.stop(
    request === null ? "TerminationNotice" : "UserInitiated",
    request?.reason ?? "The local agent received SIGTERM.",
  );
});
for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, () => undefined);
process.stdin.resume();
process.stdin.once("close", () => {
  owner.isGone = true;
  agent.stop("TerminationNotice", "The mayfly process that started this task is gone.");
});

await agent.run();

// Nobody is left to write the end of the run into its record: have it done.
const [file, ...args] = spec.finishCommand;
if (owner.isGone && file !== undefined) {
  spawn(file, args, { detached: true, stdio: "ignore" }).unref();
}
process.stdin.destroy();

/** What the task's containers are made of; each kind brings packages of its own. */
async function runtimeOf(
  { taskId, containers, runtime }: AgentSpec,
  files: AgentFiles,
): Promise<TaskRuntime> {
  if (runtime.kind === "local") {
    const { localRuntime } = await import("../local/local-runtime.ts");
    return localRuntime(runtime, taskId, files.mark, process.env);
  }
  const { dockerRuntime } = await import("../docker/docker-runtime.ts");
  return dockerRuntime(runtime, taskId, containers, files, process.env);
}
