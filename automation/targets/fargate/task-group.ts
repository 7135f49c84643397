import type { StackOutputs } from "../../../infra/outputs.ts";
import { AllAborted, orAborted } from "../../abort.ts";
import type { Clock } from "../../clock.ts";
import type { PollPace } from "../target.ts";
import type { AwsApi } from "./aws-api.ts";
import { CallRate } from "./call-rate.ts";
import { DescribeTogether } from "./describe-together.ts";
import { findTasks } from "./find-task.ts";
import { GroupTasks } from "./group-tasks.ts";
import { launchTasks, type Launching } from "./launch.ts";
import type { StartedTask } from "./launch-failure.ts";
import { fargatePace } from "./pace.ts";
import { startedByOf } from "./task-names.ts";

/** Log pages a second of a whole group: CloudWatch's quota, 10 to 25 by region, is the account's. */
const logPagesPerSecond = 10;
/** Containers whose logs are read. */
const logsPerTask = 2;

/** What the tasks of one group share: their start, ten by ten, and the calls that watch them. */
export class TaskGroup {
  /** How often to look: at the tasks together, at the logs in turn. */
  readonly pace: PollPace;
  readonly #outputs: StackOutputs;
  readonly #startedBy: string;
  readonly #together: DescribeTogether;
  readonly #logRate: CallRate;
  readonly #tasks: GroupTasks;
  readonly #former: ReadonlySet<string>;
  readonly #asking = new AllAborted();
  #launching: Promise<void> | null = null;

  /**
   * `id` is that of the group, `taskArns` what is known already of its tasks, in the order of its runs; null where nothing is.
   * `formerArns` are tasks in whose place others were started.
   */
  constructor(
    { outputs, id, clock }: { outputs: StackOutputs; id: string; clock: Clock },
    taskArns: readonly (string | null)[],
    formerArns: readonly string[] = [],
  ) {
    this.#outputs = outputs;
    this.#startedBy = startedByOf(id);
    this.#together = new DescribeTogether(clock, outputs.clusterArn);
    this.#logRate = new CallRate(clock, logPagesPerSecond);
    this.#tasks = new GroupTasks(taskArns);
    this.#former = new Set(formerArns);
    const roundMs = (taskArns.length * logsPerTask * 1000) / logPagesPerSecond;
    this.pace = {
      ...fargatePace,
      logsMs: Math.max(fargatePace.logsMs, roundMs),
      fastLogsMs: Math.max(fargatePace.fastMs, roundMs),
      alignedAtMs: clock.now(),
    };
  }

  /** The calls of one of the group's runs. */
  share(aws: AwsApi): AwsApi {
    return {
      ...this.#together.share(aws),
      getLogEvents: async (input, signal) => {
        await this.#logRate.turn(signal);
        return aws.getLogEvents(input, signal);
      },
    };
  }

  /** The task of the run at `place`, counted from 0. Whoever asks first starts all of them. */
  async start(place: number, launching: Launching, signal: AbortSignal): Promise<StartedTask> {
    this.#asking.add(signal);
    this.#launching ??= this.#launch(launching);
    const started = this.#tasks.started(place);
    return await orAborted(
      Promise.race([started, this.#launching.then(async () => started)]),
      signal,
    );
  }

  /** The task of the run at `place`, found at ECS; null when it knows none. */
  async find(place: number, aws: AwsApi, signal: AbortSignal): Promise<StartedTask | null> {
    const found = await findTasks(aws, this.#outputs.clusterArn, this.#startedBy, signal);
    return this.#tasks.claim(
      place,
      found.filter(({ taskArn }) => !this.#former.has(taskArn)),
    );
  }

  async #launch(launching: Launching): Promise<void> {
    const add = (task: StartedTask): void => {
      this.#tasks.add(task);
    };
    try {
      await launchTasks(launching, this.#tasks.size, add, this.#asking.signal);
    } finally {
      this.#asking.close();
    }
  }
}
