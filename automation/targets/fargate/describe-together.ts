import { AllAborted, orAborted } from "../../abort.ts";
import type { Clock } from "../../clock.ts";
import type { AwsApi, AwsTasks } from "./aws-api.ts";
import { mostDescribed } from "./find-task.ts";

/** Milliseconds in which looks at several tasks count as one: timers that are due together do not fire at the same moment. */
const togetherMs = 25;

/** Looks that go into one call. */
interface Batch {
  readonly tasks: Set<string>;
  readonly asking: AllAborted;
  readonly answered: Promise<AwsTasks>;
}

/**
 * Makes one DescribeTasks of the looks that several watchers of one cluster take at about the same time, up to 100 tasks a
 * call: what watching costs does not grow with the tasks.
 */
export class DescribeTogether {
  readonly #clock: Clock;
  readonly #cluster: string;
  /** Still open to further looks. */
  #open: Batch | null = null;

  constructor(clock: Clock, cluster: string) {
    this.#clock = clock;
    this.#cluster = cluster;
  }

  /** The calls of one watcher, whose DescribeTasks goes together with those of others; the first of them counts the call. */
  share(aws: AwsApi): AwsApi {
    return {
      ...aws,
      describeTasks: async ({ cluster, tasks }, signal) => {
        if (cluster !== this.#cluster) return aws.describeTasks({ cluster, tasks }, signal);
        const open = this.#open;
        const isFull = (open?.tasks.size ?? 0) + tasks.length > mostDescribed;
        if (isFull || open?.asking.signal.aborted === true) this.#open = null;
        const batch = (this.#open ??= this.#begin(aws));
        for (const task of tasks) batch.tasks.add(task);
        batch.asking.add(signal);
        return partOf(await orAborted(batch.answered, signal), tasks);
      },
    };
  }

  #begin(aws: AwsApi): Batch {
    const tasks = new Set<string>();
    const asking = new AllAborted();
    const ask = async (): Promise<AwsTasks> => {
      await this.#clock.sleep(togetherMs, asking.signal);
      if (this.#open?.tasks === tasks) this.#open = null;
      return await aws.describeTasks({ cluster: this.#cluster, tasks: [...tasks] }, asking.signal);
    };
    const answered = ask().finally(() => {
      if (this.#open?.tasks === tasks) this.#open = null;
      asking.close();
    });
    // Whoever asked hears of it, unless all have left.
    answered.catch(() => undefined);
    return { tasks, asking, answered };
  }
}

/** What an answer says of these tasks. A failure without an ARN concerns everybody. */
function partOf({ tasks = [], failures = [] }: AwsTasks, arns: readonly string[]): AwsTasks {
  return {
    tasks: tasks.filter(({ taskArn }) => taskArn !== undefined && arns.includes(taskArn)),
    failures: failures.filter(({ arn }) => arn === undefined || arns.includes(arn)),
  };
}
