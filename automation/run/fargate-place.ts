import type { StackOutputs } from "../../infra/outputs.ts";
import { systemClock } from "../clock.ts";
import { checkedOutputs } from "../environment/stack-outputs.ts";
import { readOutputs } from "../environment/operations.ts";
import { awsApi } from "../targets/fargate/aws.ts";
import type { FargateLaunchOptions } from "../targets/fargate/run-task-request.ts";
import { fargateTarget } from "../targets/fargate/target.ts";
import type { TaskGroup } from "../targets/fargate/task-group.ts";
import type { MakePlace } from "./place.ts";
import type { RunRecord } from "./record.ts";
import type { RunOptions } from "./run-options.ts";

/** What a task is started with. */
export interface FargateStart {
  readonly launch: FargateLaunchOptions;
  /** Environment of the crawler, with its secrets. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The stack that a run is meant for: its outputs; null where it runs on this machine. */
export async function stackOf(options: RunOptions): Promise<StackOutputs | null> {
  const { outputs, stack, workDir, signal, log } = options;
  if (outputs !== undefined) return checkedOutputs("of the given outputs", { ...outputs });
  if (stack === undefined) return null;
  const read = await readOutputs({
    stack,
    ...(workDir === undefined ? {} : { workDir }),
    ...(signal === undefined ? {} : { signal }),
    ...(log === undefined ? {} : { log }),
  });
  return read.outputs;
}

/**
 * The task of a run on Fargate, started or not: ECS knows it by the id of the run, or of its group. `tasks` are those of the
 * group, where this process conducts several of its runs. Without `start`, which the record does not keep since it may have
 * secrets, no other task is started in place of one that could not start.
 */
export function fargatePlace(
  outputs: StackOutputs,
  { runId, group, taskId, task }: RunRecord,
  start?: FargateStart,
  tasks?: TaskGroup,
): MakePlace {
  return ({ tell, countCall }) => {
    const isMember = group !== null && tasks !== undefined;
    const target = fargateTarget({
      outputs,
      runId: group?.id ?? runId,
      ...(isMember ? { member: { group: tasks, place: group.index - 1 } } : {}),
      taskArn: task?.taskArn ?? null,
      aws: awsApi({ region: outputs.region, onCall: countCall }),
      clock: systemClock,
      ...start,
      tell,
    });
    return {
      target,
      start: async (signal) => target.runTask({ runId, taskId, containers: [] }, signal),
    };
  };
}
