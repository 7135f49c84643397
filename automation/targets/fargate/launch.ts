import type { StackOutputs } from "../../../infra/outputs.ts";
import type { Clock } from "../../clock.ts";
import type { AwsApi, AwsTask } from "./aws-api.ts";
import { AwsError } from "./aws-error.ts";
import { findTask } from "./find-task.ts";
import { startedTask } from "./launch-failure.ts";
import {
  capacityProviders,
  runTaskRequest,
  type CapacityProvider,
  type FargateLaunchOptions,
} from "./run-task-request.ts";
import { startedByOf } from "./task-names.ts";

/** What starting a task takes. */
export interface Launching {
  readonly outputs: StackOutputs;
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
}

/** Milliseconds in which a launch is tried again where nothing answers: that is seldom a matter of patience. */
const networkRetryMs = 30_000;
const firstDelayMs = 1000;
const longestDelayMs = 30_000;

type StartedTask = AwsTask & { readonly taskArn: string };

/**
 * Asks ECS for the task. What is transient is tried again, since no code of the user has run yet and the client token makes
 * one task of many requests; everything else is thrown at once. Where spot is preferred and has no place, on demand is next.
 */
export async function launch(launching: Launching, signal: AbortSignal): Promise<StartedTask> {
  const [first, next] = await remainingProviders(launching, signal);
  if (next === undefined) return launchOn(launching, first, true, signal);
  try {
    return await launchOn(launching, first, false, signal);
  } catch (error) {
    if (!isNoCapacity(error)) throw error;
    const { region } = launching.outputs;
    launching.tell(`${first} has no capacity in ${region} (${error.said}); going on with ${next}.`);
    return await launchOn(launching, next, true, signal);
  }
}

/**
 * A run that was started before goes on where it was: had it fallen back to on demand, asking for spot again would start a
 * second task.
 */
async function remainingProviders(
  { outputs, options, aws, runId }: Launching,
  signal: AbortSignal,
): Promise<ReturnType<typeof capacityProviders>> {
  const providers = capacityProviders(outputs, options);
  if (providers.length === 1) return providers;
  try {
    const task = await findTask(aws, outputs.clusterArn, startedByOf(runId), signal);
    return task?.capacityProviderName === "FARGATE" ? ["FARGATE"] : providers;
  } catch (error) {
    // Whoever may not list tasks may start one.
    if (error instanceof AwsError) return providers;
    throw error;
  }
}

async function launchOn(
  launching: Launching,
  provider: CapacityProvider,
  isLast: boolean,
  signal: AbortSignal,
): Promise<StartedTask> {
  const { outputs, aws, clock, tell, random, options, retryMs } = launching;
  const input = runTaskRequest(outputs, launching, options, provider);
  const place = { action: "ecs:RunTask", region: outputs.region };
  const beganMs = clock.now();
  for (let tries = 0; ; tries += 1) {
    try {
      return startedTask(await aws.runTask(input, signal), place);
    } catch (error) {
      if (!(error instanceof AwsError && error.transient)) throw error;
      if (!isLast && isNoCapacity(error)) throw error;
      const delayMs = Math.min(longestDelayMs, firstDelayMs * 2 ** tries) * (0.5 + random() / 2);
      const limitMs = error.kind === "network" ? Math.min(networkRetryMs, retryMs) : retryMs;
      if (clock.now() + delayMs - beganMs > limitMs)
        return await startedUnheard(launching, error, signal);
      if (tries === 0) tell(`The task could not be started yet: ${error.message} Trying again.`);
      await clock.sleep(delayMs, signal);
    }
  }
}

/** A request whose answer was lost may have started the task all the same: then it is ours to watch, and to stop. */
async function startedUnheard(
  { aws, outputs, runId }: Launching,
  error: AwsError,
  signal: AbortSignal,
): Promise<StartedTask> {
  if (error.kind === "capacity" || error.kind === "throttled") throw error;
  const task = await findTask(aws, outputs.clusterArn, startedByOf(runId), signal).catch(
    () => null,
  );
  if (task?.taskArn === undefined) throw error;
  return { ...task, taskArn: task.taskArn };
}

function isNoCapacity(error: unknown): error is AwsError {
  return error instanceof AwsError && error.kind === "capacity";
}
