import type { StackOutputs } from "../../../infra/outputs.ts";
import type { Clock } from "../../clock.ts";
import type { TaskTarget } from "../target.ts";
import type { AwsApi } from "./aws-api.ts";
import { FargateTask } from "./fargate-task.ts";
import type { FargateLaunchOptions } from "./run-task-request.ts";

/** What the Fargate target needs. */
export interface FargateTargetOptions {
  readonly outputs: StackOutputs;
  readonly runId: string;
  /** ARN of the task where it is known, as from a record; null lets the target find it by the run id. */
  readonly taskArn: string | null;
  readonly aws: AwsApi;
  readonly clock: Clock;
  /** Environment of the crawler: the crawl's own settings. Needed to start a task only. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly launch?: FargateLaunchOptions;
  /** Hears one sentence when a launch is tried again, or goes to another capacity provider. */
  readonly tell?: (message: string) => void;
  /** Milliseconds in which a launch that fails for now is tried again. Default: 300 000. */
  readonly launchRetryMs?: number;
  /** From 0 to 1. Default: `Math.random`. */
  readonly random?: () => number;
}

/** Runs one task of a stack on Fargate. */
export function fargateTarget(options: FargateTargetOptions): TaskTarget {
  const task = new FargateTask(options);
  return {
    name: "fargate",
    pace: { fastMs: 1000, slowMs: 10_000, logsMs: 2000 },
    runTask: async ({ taskId }, signal) => task.run(taskId, signal),
    describeTask: async (taskId, cursor, signal) => task.describe(taskId, cursor, signal),
    stopTask: async (_taskId, reason, signal) => task.stop(reason, signal),
    readLog: async (_taskId, container, cursor, final, signal) =>
      task.readLog(container, cursor, final, signal),
    listen: (wake) => {
      task.events.listen(wake);
    },
    close: async (taskId) => task.close(taskId),
  };
}
