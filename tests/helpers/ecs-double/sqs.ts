import type {
  ChangeMessageVisibilityBatchRequest,
  DeleteMessageBatchRequest,
  DeleteMessageRequest,
  ReceiveMessageRequest,
} from "@aws-sdk/client-sqs";
import { createHash } from "node:crypto";
import { AwsError } from "./aws-error.ts";
import type { Operations } from "./calls.ts";
import { taskEvents, type QueuedEvent } from "./events.ts";
import type { World } from "./world.ts";

/** What the queue remembers of a message. */
interface Delivery {
  received: number;
  hiddenUntil: number;
  deleted: boolean;
}

/** As `infra/task-events.ts` declares the queue. */
const queue = { waitSeconds: 20, visibilitySeconds: 30 } as const;

/** The queue of task events: at least once, hidden while somebody works on it, gone when deleted. */
export function sqsOperations(world: World): Operations {
  const deliveries = new Map<string, Delivery>();
  const checkQueue = (url = "") => {
    const known = world.outputs.eventQueueUrl;
    if (known !== null && new URL(url).pathname === new URL(known).pathname) return;
    throw new AwsError("QueueDoesNotExist", "The specified queue does not exist.", {
      queryError: "AWS.SimpleQueueService.NonExistentQueue;Sender",
    });
  };
  const deliveryOf = ({ messageId }: QueuedEvent): Delivery => {
    const fresh = { received: 0, hiddenUntil: 0, deleted: false };
    return deliveries.get(messageId) ?? fresh;
  };
  /** Every message that is or will be there, and when it can be received. */
  const waiting = () =>
    world.tasks
      .flatMap((task) => taskEvents(world, task))
      .map((event) => ({ event, delivery: deliveryOf(event) }))
      .filter(({ delivery }) => !delivery.deleted)
      .map((each) => ({ ...each, at: Math.max(each.event.at, each.delivery.hiddenUntil) }))
      .sort((a, b) => a.at - b.at);
  const receive = (request: ReceiveMessageRequest): readonly object[] => {
    const now = world.clock.now();
    const visible = waiting().filter(({ at }) => at <= now);
    return visible.slice(0, request.MaxNumberOfMessages ?? 1).map(({ event, delivery }) => {
      const seconds = request.VisibilityTimeout ?? queue.visibilitySeconds;
      delivery.received += 1;
      delivery.hiddenUntil = now + seconds * 1_000;
      deliveries.set(event.messageId, delivery);
      return message(world, event, delivery);
    });
  };
  const received = (handle = ""): Delivery => {
    const delivery = deliveries.get(handle.split("#")[0] ?? "");
    if (delivery !== undefined) return delivery;
    throw new AwsError("ReceiptHandleIsInvalid", "The input receipt handle is invalid.");
  };
  const remove = (handle?: string) => void (received(handle).deleted = true);
  const checkBatch = ({ QueueUrl, Entries = [] }: { QueueUrl?: unknown; Entries?: unknown[] }) => {
    checkQueue(QueueUrl as string);
    if (Entries.length > 0 && Entries.length <= 10) return;
    throw new AwsError(
      "TooManyEntriesInBatchRequest",
      "Maximum number of entries per request are 10.",
    );
  };
  return {
    ReceiveMessage: async (input, { signal }) => {
      const request = input as unknown as ReceiveMessageRequest;
      checkQueue(request.QueueUrl);
      const seconds = request.WaitTimeSeconds ?? queue.waitSeconds;
      const deadline = world.clock.now() + seconds * 1_000;
      while (world.clock.now() < deadline) {
        const next = waiting()[0]?.at ?? Infinity;
        if (next <= world.clock.now()) break;
        await world.waitingRoom.waitForChange(Math.min(next, deadline), signal);
      }
      const Messages = receive(request);
      return Messages.length === 0 ? {} : { Messages };
    },
    DeleteMessage: (input) => {
      const { QueueUrl, ReceiptHandle } = input as unknown as DeleteMessageRequest;
      checkQueue(QueueUrl);
      remove(ReceiptHandle);
      return {};
    },
    DeleteMessageBatch: (input) => {
      checkBatch(input);
      const { Entries = [] } = input as unknown as DeleteMessageBatchRequest;
      for (const { ReceiptHandle } of Entries) remove(ReceiptHandle);
      return { Successful: Entries.map(({ Id }) => ({ Id })), Failed: [] };
    },
    ChangeMessageVisibilityBatch: (input) => {
      checkBatch(input);
      const { Entries = [] } = input as unknown as ChangeMessageVisibilityBatchRequest;
      for (const { ReceiptHandle, VisibilityTimeout = 0 } of Entries) {
        received(ReceiptHandle).hiddenUntil = world.clock.now() + VisibilityTimeout * 1_000;
      }
      world.waitingRoom.changed();
      return { Successful: Entries.map(({ Id }) => ({ Id })), Failed: [] };
    },
  };
}

function message(world: World, event: QueuedEvent, { received }: Delivery): object {
  const { messageId, at } = event;
  const body = event.body();
  return {
    MessageId: messageId,
    ReceiptHandle: `${messageId}#${received}`,
    MD5OfBody: createHash("md5").update(body).digest("hex"),
    Body: body,
    Attributes: {
      SentTimestamp: String(world.serverTime(at)),
      ApproximateReceiveCount: String(received),
    },
  };
}
