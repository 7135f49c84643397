import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { TaskSnapshot } from "../../../../automation/lifecycle/task-snapshot.ts";
import { Agent } from "../../../../automation/targets/agent/agent.ts";
import { agentFiles, type AgentSpec } from "../../../../automation/targets/agent/agent-files.ts";
import type { TaskRuntime } from "../../../../automation/targets/agent/runtime.ts";
import { jsonLines } from "../../../helpers/mayfly.ts";
import { definition } from "../docker/helpers.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mayfly-agent-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const spec: AgentSpec = {
  taskId: "t1",
  containers: [definition],
  runtime: { kind: "local" } as AgentSpec["runtime"],
  finishCommand: [],
};
const nothing: TaskRuntime = {
  provision: () => Promise.resolve({}),
  pull: () => Promise.resolve({}),
  start: () => Promise.reject(new Error("the test did not expect this call")),
  cleanUp: () => Promise.resolve(),
};
/** What a client library throws of a request that was cut short. */
const cutShort = (): Promise<never> => Promise.reject(new Error("The operation was aborted"));

test.each(["provision", "pull", "start"] as const)(
  "a task that is stopped while it begins (%s) ends for that reason, and no container is blamed",
  async (step) => {
    const files = agentFiles(folder);
    const agent = new Agent(spec, files, {
      ...nothing,
      [step]: () => {
        agent.stop("UserInitiated", "Stopped by SIGINT.");
        return cutShort();
      },
    });
    await agent.run();
    const last = (jsonLines(files.snapshots) as TaskSnapshot[]).at(-1);
    expect(last).toMatchObject({
      ...{ lastStatus: "STOPPED", stopCode: "UserInitiated", stoppedReason: "Stopped by SIGINT." },
      containers: [{ name: "crawler", lastStatus: "STOPPED" }],
    });
    expect(last?.containers[0]).not.toHaveProperty("reason");
  },
);

test("a container that cannot be started is named with the reason", async () => {
  const files = agentFiles(folder);
  const start = () => Promise.reject(new Error("network nosuch not found"));
  await new Agent(spec, files, { ...nothing, start }).run();
  const reason = "CannotStartContainerError: network nosuch not found";
  expect((jsonLines(files.snapshots) as TaskSnapshot[]).at(-1)).toMatchObject({
    ...{ stopCode: "TaskFailedToStart", stoppedReason: `${reason} (container crawler)` },
    containers: [{ name: "crawler", lastStatus: "STOPPED", reason }],
  });
});
