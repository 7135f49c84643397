import type { AwsMessage, VisibilityChange } from "./aws-api.ts";
import { parseTaskEvent, type TaskEvent } from "./task-event.ts";

/** What is to be done with the messages of one answer. */
export interface SortedMessages {
  /** Events of tasks that are watched here. */
  readonly ours: readonly TaskEvent[];
  /** Receipt handles of what nobody needs any more, ours included. */
  readonly done: readonly string[];
  /** What another process may be waiting for. */
  readonly back: readonly VisibilityChange[];
}

/** Milliseconds after which nobody waits for a message of somebody else's task. */
const oldMs = 15 * 60_000;
/** The same for a task that has stopped: of it DescribeTasks tells all for an hour. */
const stoppedOldMs = 60_000;
/** Receipts of a message after which it is likely that nobody waits for it. */
const manyReceipts = 8;
/** Seconds for which such a message is hidden, so that nobody receives it again and again. */
const unwantedSeconds = 30;

/**
 * Sorts received messages. Several processes share the queue, and any of them receives any message: what is not ours goes back
 * and can be received at once, as long as somebody may wait for it. It comes back out of its order, and the ledger takes it so.
 */
export function sortMessages(
  messages: readonly AwsMessage[],
  isOurs: (taskArn: string) => boolean,
  nowMs: number,
): SortedMessages {
  const ours: TaskEvent[] = [];
  const done: string[] = [];
  const back: VisibilityChange[] = [];
  for (const { body, receiptHandle, sentMs, received } of messages) {
    const event = parseTaskEvent(body);
    const isOwn = event !== null && isOurs(event.task.taskArn);
    if (isOwn) ours.push(event);
    const ageMs = nowMs - (sentMs ?? (event === null ? nowMs : Date.parse(event.at)));
    if (isOwn || ageMs >= oldAfterMs(event)) done.push(receiptHandle);
    else {
      const visibilitySeconds = received < manyReceipts ? 0 : unwantedSeconds;
      back.push({ receiptHandle, visibilitySeconds });
    }
  }
  return { ours, done, back };
}

function oldAfterMs(event: TaskEvent | null): number {
  return event?.task.lastStatus === "STOPPED" ? stoppedOldMs : oldMs;
}
