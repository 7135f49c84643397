import type { StackOutputs } from "../../../infra/outputs.ts";
import type { Clock } from "../../clock.ts";
import type { TaskTarget } from "../target.ts";
import type { AwsApi } from "./aws-api.ts";
import { FargateTask } from "./fargate-task.ts";
import { fargatePace } from "./pace.ts";
import { capacityProviders, type FargateLaunchOptions } from "./run-task-request.ts";
import type { TaskGroup } from "./task-group.ts";

/** What the Fargate target needs. */
export interface FargateTargetOptions {
  readonly outputs: StackOutputs;
  /** Id of the run, or of the group that it belongs to: whose tasks they are at ECS. */
  readonly runId: string;
  /** The group of a run that is one of several, and the run's place in it, counted from 0. */
  readonly member?: { readonly group: TaskGroup; readonly place: number };
  /** ARN of the task where it is known, as from a record; null lets the target find it by the run id. */
  readonly taskArn: string | null;
  readonly aws: AwsApi;
  readonly clock: Clock;
  /** Environment of the crawler: the crawl's own settings. Needed to start a task only. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Default: as in the stack, and no other task is started in place of one that could not start. */
  readonly launch?: FargateLaunchOptions;
  /** Hears one sentence when a launch is tried again, or goes to another capacity provider. */
  readonly tell?: (message: string) => void;
  /** Milliseconds in which a launch that fails for now is tried again. Default: 300 000. */
  readonly launchRetryMs?: number;
  /** From 0 to 1. Default: `Math.random`. */
  readonly random?: () => number;
}

/** Runs one task of a stack on Fargate. */
export function fargateTarget(given: FargateTargetOptions): TaskTarget {
  const { member } = given;
  const options = member === undefined ? given : { ...given, aws: member.group.share(given.aws) };
  let task = new FargateTask(options);
  let wake: (() => void) | null = null;
  const relaunchTask: NonNullable<TaskTarget["relaunchTask"]> = async (
    taskId,
    attempt,
    { noCapacity, environment },
    signal,
  ) => {
    const again = { ...options, environment: { ...options.environment, ...environment } };
    const next = new FargateTask(inPlaceOf(again, noCapacity));
    await next.run(taskId, signal, `${String(member?.place ?? "")}r${String(attempt)}`);
    // What is still told of the one before is of no use.
    await task.close(taskId);
    if (wake !== null) next.events.listen(wake);
    task = next;
  };
  return {
    name: "fargate",
    pace: member?.group.pace ?? fargatePace,
    runTask: async ({ taskId }, signal) => task.run(taskId, signal),
    ...(options.launch === undefined ? {} : { relaunchTask }),
    prefersSpot: capacityProviders(options.outputs, options.launch ?? {}).length > 1,
    describeTask: async (taskId, cursor, signal) => task.describe(taskId, cursor, signal),
    stopTask: async (_taskId, reason, signal) => task.stop(reason, signal),
    readLog: async (_taskId, container, cursor, final, signal) =>
      task.readLog(container, cursor, final, signal),
    listen: (listener) => {
      wake = listener;
      task.events.listen(listener);
    },
    close: async (taskId) => task.close(taskId),
  };
}

/** Options of a task in place of one that could not start: where spot had no place, it goes on demand if that is allowed. */
function inPlaceOf(options: FargateTargetOptions, noCapacity: boolean): FargateTargetOptions {
  const { outputs, launch = {}, tell } = options;
  const again = { ...options, taskArn: null };
  const [first, next] = capacityProviders(outputs, launch);
  if (!noCapacity || next === undefined) return again;
  tell?.(`${first} has no capacity in ${outputs.region}; going on with ${next}.`);
  return { ...again, launch: { ...launch, capacity: "onDemand" } };
}
