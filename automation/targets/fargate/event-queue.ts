import type { Clock } from "../../clock.ts";
import { messageOf, withoutDot } from "../../errors.ts";
import type { AwsApi, AwsMessage } from "./aws-api.ts";
import { AwsError } from "./aws-error.ts";
import { sortMessages } from "./event-messages.ts";
import type { TaskEvent } from "./task-event.ts";

/** One who waits for the events of a task. */
export interface QueueWatcher {
  readonly taskArn: string;
  /** The calls are made by one of the watchers, and counted as its. */
  readonly aws: AwsApi;
  readonly hear: (event: TaskEvent) => void;
  /** Hears one sentence, once, when the queue cannot be read. */
  readonly tell: (message: string) => void;
}

/** As long as SQS lets anybody wait. */
const waitSeconds = 20;
/** What this process received and could not sort, as it ended, others can receive after this. */
const visibilitySeconds = 10;
/** Milliseconds for which a reader steps aside after it gave messages back; doubled while it receives nothing else. */
const firstPauseMs = 1000;
const longestPauseMs = 8000;
/** The same after calls that failed for now. */
const longestBackoffMs = 60_000;

/**
 * Reads the queue of task events for all tasks that this process watches: one long poll after the other while anybody watches.
 * Nothing depends on it: what fails for good ends the reading, what fails for now is tried again.
 */
export class EventQueue {
  readonly #queueUrl: string;
  readonly #clock: Clock;
  readonly #watchers = new Set<QueueWatcher>();
  readonly #told = new WeakSet<QueueWatcher>();
  readonly #ending = new AbortController();
  #reading: Promise<void> | null = null;
  /** Why it is not read any more. */
  #failure: unknown = null;
  /** Rounds in a row after which there was reason to pause. */
  #pauses = 0;

  constructor(queueUrl: string, clock: Clock) {
    this.#queueUrl = queueUrl;
    this.#clock = clock;
  }

  /** Whether anybody watches. */
  get isWatched(): boolean {
    return this.#watchers.size > 0;
  }

  add(watcher: QueueWatcher): void {
    this.#watchers.add(watcher);
    if (this.#failure !== null) this.#tellAll(this.#failure);
    this.#reading ??= this.#read();
  }

  /** Hears no more from now on. Without watchers the reading ends, at once: resolves when it has. */
  async remove(watcher: QueueWatcher): Promise<void> {
    this.#watchers.delete(watcher);
    if (this.isWatched) return;
    this.#ending.abort();
    await this.#reading;
  }

  async #read(): Promise<void> {
    const { signal } = this.#ending;
    while (!signal.aborted && this.#failure === null) {
      const longestMs = await this.#round(signal).catch((error: unknown) => {
        if (signal.aborted) return 0;
        if (!(error instanceof AwsError && error.transient)) this.#failure = error;
        this.#tellAll(error);
        return longestBackoffMs;
      });
      await this.#pause(longestMs, signal);
    }
  }

  /** One long poll; resolves with the longest pause, in milliseconds, that there is reason for, 0 for none. */
  async #round(signal: AbortSignal): Promise<number> {
    const askedMs = this.#clock.now();
    const poll = { queueUrl: this.#queueUrl, waitSeconds, visibilitySeconds };
    const messages = await this.#aws(signal).receiveMessages(poll, signal);
    // Some emulators do not wait.
    const nowMs = this.#clock.now();
    if (messages.length === 0) return nowMs - askedMs < firstPauseMs ? longestPauseMs : 0;
    return this.#sort(messages, nowMs, signal);
  }

  async #sort(
    messages: readonly AwsMessage[],
    nowMs: number,
    signal: AbortSignal,
  ): Promise<number> {
    const watchers = [...this.#watchers];
    const isOurs = (arn: string) => watchers.some(({ taskArn }) => taskArn === arn);
    const { ours, done, back } = sortMessages(messages, isOurs, nowMs);
    for (const event of ours) {
      const { taskArn } = event.task;
      for (const watcher of watchers) if (watcher.taskArn === taskArn) watcher.hear(event);
    }
    const aws = this.#aws(signal);
    const queueUrl = this.#queueUrl;
    // Given back first: somebody may wait for it.
    if (back.length > 0) await aws.changeMessageVisibility({ queueUrl, changes: back }, signal);
    if (done.length > 0) await aws.deleteMessages({ queueUrl, receiptHandles: done }, signal);
    if (ours.length > 0) this.#pauses = 0;
    return back.length > 0 ? longestPauseMs : 0;
  }

  #aws(signal: AbortSignal): AwsApi {
    const [watcher] = this.#watchers;
    if (watcher !== undefined) return watcher.aws;
    signal.throwIfAborted();
    throw new Error("Nobody watches the event queue, and it is read.");
  }

  /**
   * Steps aside, so that another process receives what was given back, and not this one again: a queue full of messages for
   * others takes a few calls a poll, not a busy loop.
   */
  async #pause(longestMs: number, signal: AbortSignal): Promise<void> {
    if (longestMs === 0) this.#pauses = 0;
    if (longestMs === 0 || signal.aborted || this.#failure !== null) return;
    const ms = Math.min(firstPauseMs * 2 ** this.#pauses, longestMs);
    this.#pauses += 1;
    await this.#clock.sleep(ms, signal).catch(() => undefined);
  }

  #tellAll(error: unknown): void {
    const why = withoutDot(messageOf(error));
    for (const watcher of this.#watchers) {
      if (this.#told.has(watcher)) continue;
      this.#told.add(watcher);
      try {
        watcher.tell(`The event queue cannot be read (${why}); going on with DescribeTasks alone.`);
      } catch {
        // Whoever cannot write a warning finds out at the next write of its own.
      }
    }
  }
}

const queues = new Map<string, EventQueue>();

/**
 * Watches one task's events in a queue. All watchers of a queue in this process share one reader. The result ends the watching:
 * nothing is heard from that call on, and it resolves when nothing goes on for this watcher any more.
 */
export function watchQueue(
  queueUrl: string,
  clock: Clock,
  watcher: QueueWatcher,
): () => Promise<void> {
  const queue = queues.get(queueUrl) ?? new EventQueue(queueUrl, clock);
  queues.set(queueUrl, queue);
  queue.add(watcher);
  return async () => {
    const removed = queue.remove(watcher);
    if (!queue.isWatched && queues.get(queueUrl) === queue) queues.delete(queueUrl);
    await removed;
  };
}
