import type { StackOutputs } from "../../../infra/outputs.ts";
import type { Clock } from "../../clock.ts";
import type { AwsApi } from "./aws-api.ts";
import { AwsError } from "./aws-error.ts";
import { findTasks } from "./find-task.ts";
import { startedTasks, type StartedTask } from "./launch-failure.ts";
import { launchRetryDelayMs } from "./launch-retry.ts";
import {
  capacityProviders,
  mostAtOnce,
  runTaskRequest,
  type CapacityProvider,
  type FargateLaunchOptions,
} from "./run-task-request.ts";
import { startedByOf } from "./task-names.ts";

/** What starting tasks takes. */
export interface Launching {
  readonly outputs: StackOutputs;
  /** Id of the run, or of the group of runs. */
  readonly runId: string;
  /** The crawl's own settings. */
  readonly environment: Readonly<Record<string, string>>;
  readonly options: FargateLaunchOptions;
  readonly aws: AwsApi;
  readonly clock: Clock;
  /** Hears one sentence when something else happens than was asked for. */
  readonly tell: (message: string) => void;
  /** From 0 to 1: many launches shall not try again at once. */
  readonly random: () => number;
  /** Milliseconds in which a launch that fails for now is tried again. */
  readonly retryMs: number;
  /** Names this launch among several of one run, where it has several: a task that takes the place of another, say. */
  readonly part?: string;
}

/** Asks ECS for one task; see {@link launchTasks}. */
export async function launch(launching: Launching, signal: AbortSignal): Promise<StartedTask> {
  const started: StartedTask[] = [];
  await launchTasks(launching, 1, (task) => started.push(task), signal);
  const [task] = started;
  if (task === undefined) throw new Error("A launch that did not fail has started no task");
  return task;
}

/**
 * Asks ECS for `count` tasks, ten at a time, and hands each on as it is started. What is transient is tried again, since no
 * code of the user has run yet and the client token makes one request of many; everything else is thrown at once. Where
 * spot is preferred and has no place, on demand is next, for the tasks that are still wanted.
 */
export async function launchTasks(
  launching: Launching,
  count: number,
  onStarted: (task: StartedTask) => void,
  signal: AbortSignal,
): Promise<void> {
  const { outputs, options, tell } = launching;
  let [provider, next] = capacityProviders(outputs, options);
  const taken = new Set<string>();
  const take = (task: StartedTask): void => {
    if (taken.size === count || taken.has(task.taskArn)) return;
    taken.add(task.taskArn);
    onStarted(task);
  };
  if (next !== undefined && launching.part === undefined) {
    for (const task of await startedBefore(launching, signal)) {
      // One task is asked for again all the same: so ECS refuses an id that was used with other parameters.
      if (count > 1) take(task);
      // Had it fallen back to on demand, asking for spot again would start a second task.
      if (task.capacityProviderName === "FARGATE") [provider, next] = ["FARGATE", undefined];
    }
  }
  while (taken.size < count) {
    const wanted = { count: Math.min(mostAtOnce, count - taken.size), taken };
    try {
      (await launchOn(launching, wanted, provider, next === undefined, signal)).forEach(take);
    } catch (error) {
      if (next === undefined || !isNoCapacity(error)) throw error;
      tell(
        `${provider} has no capacity in ${outputs.region} (${error.said}); going on with ${next}.`,
      );
      [provider, next] = [next, undefined];
    }
  }
}

/** What a start of the same run before has started. */
async function startedBefore(
  { outputs, aws, runId }: Launching,
  signal: AbortSignal,
): Promise<readonly StartedTask[]> {
  try {
    return await findTasks(aws, outputs.clusterArn, startedByOf(runId), signal);
  } catch (error) {
    // Whoever may not list tasks may start one.
    if (error instanceof AwsError) return [];
    throw error;
  }
}

/** One request, until it is answered or its time is over. */
async function launchOn(
  launching: Launching,
  wanted: { readonly count: number; readonly taken: ReadonlySet<string> },
  provider: CapacityProvider,
  isLast: boolean,
  signal: AbortSignal,
): Promise<readonly StartedTask[]> {
  const { outputs, aws, clock, tell, options } = launching;
  const { count, taken } = wanted;
  const part = launching.part ?? (taken.size === 0 ? "" : String(taken.size));
  const input = runTaskRequest(outputs, { ...launching, count, part }, options, provider);
  const place = { action: "ecs:RunTask", region: outputs.region };
  const beganMs = clock.now();
  for (let tries = 0; ; tries += 1) {
    try {
      return onlyNew(startedTasks(await aws.runTask(input, signal), count, place), taken);
    } catch (error) {
      if (!(error instanceof AwsError && error.transient)) throw error;
      if (!isLast && isNoCapacity(error)) throw error;
      const delayMs = launchRetryDelayMs(error, tries, clock.now() - beganMs, launching);
      if (delayMs === null) return await startedUnheard(launching, taken, error, signal);
      if (tries === 0) tell(`The task could not be started yet: ${error.message} Trying again.`);
      await clock.sleep(delayMs, signal);
    }
  }
}

/** A request whose answer was lost may have started tasks all the same: then they are ours to watch, and to stop. */
async function startedUnheard(
  launching: Launching,
  taken: ReadonlySet<string>,
  error: AwsError,
  signal: AbortSignal,
): Promise<readonly StartedTask[]> {
  if (error.kind === "capacity" || error.kind === "throttled") throw error;
  if (launching.part !== undefined) throw error;
  const found = await startedBefore(launching, signal);
  return onlyNew(found, taken, error);
}

const oldTasks = "tasks that it had started before";

/** Asking once more for what there is already would never end. */
function onlyNew(
  tasks: readonly StartedTask[],
  taken: ReadonlySet<string>,
  error = new AwsError("other", `ECS answered RunTask with ${oldTasks}.`, oldTasks),
): readonly StartedTask[] {
  const fresh = tasks.filter(({ taskArn }) => !taken.has(taskArn));
  if (fresh.length === 0) throw error;
  return fresh;
}

function isNoCapacity(error: unknown): error is AwsError {
  return error instanceof AwsError && error.kind === "capacity";
}
