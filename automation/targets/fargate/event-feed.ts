import type { StackOutputs } from "../../../infra/outputs.ts";
import type { Clock } from "../../clock.ts";
import type { AwsApi } from "./aws-api.ts";
import { watchQueue } from "./event-queue.ts";
import type { TaskEvent } from "./task-event.ts";

/** What the events of one task take. */
export interface EventFeedOptions {
  readonly outputs: Pick<StackOutputs, "eventQueueUrl">;
  readonly aws: AwsApi;
  readonly clock: Clock;
  readonly tell?: (message: string) => void;
}

/**
 * The events of one task that have come and are not told yet. It hears some once it is listened to, the task is known and the
 * stack has a queue; else it has none.
 */
export class EventFeed {
  readonly #options: EventFeedOptions;
  /** By version and time: EventBridge may tell twice. */
  readonly #heard = new Set<string>();
  #pending: TaskEvent[] = [];
  #wake: (() => void) | null = null;
  #stop: (() => Promise<void>) | null = null;

  constructor(options: EventFeedOptions) {
    this.#options = options;
  }

  /** `wake` is called when there is something to take. */
  listen(wake: () => void): void {
    this.#wake = wake;
  }

  /** Says which task it is. Only the first time counts. */
  watch(taskArn: string): void {
    const { outputs, aws, clock, tell = () => undefined } = this.#options;
    if (outputs.eventQueueUrl === null || this.#wake === null || this.#stop !== null) return;
    const hear = (event: TaskEvent): void => {
      this.#hear(event);
    };
    this.#stop = watchQueue(outputs.eventQueueUrl, clock, { taskArn, aws, hear, tell });
  }

  get hasNews(): boolean {
    return this.#pending.length > 0;
  }

  /** What has come since the last time, in the order in which the task was so. */
  take(): readonly TaskEvent[] {
    const taken = this.#pending.sort(
      (one, other) =>
        (one.task.version ?? 0) - (other.task.version ?? 0) ||
        Date.parse(one.at) - Date.parse(other.at),
    );
    this.#pending = [];
    return taken;
  }

  /** Hears no more from now on; resolves when nothing goes on in the background. */
  async close(): Promise<void> {
    this.#wake = null;
    await this.#stop?.();
  }

  #hear(event: TaskEvent): void {
    const id = `${String(event.task.version)} ${event.at}`;
    if (this.#heard.has(id)) return;
    this.#heard.add(id);
    this.#pending.push(event);
    this.#wake?.();
  }
}
