import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { useSomeAwsCredentials } from "../../../helpers/aws-credentials.ts";
import { awsApi } from "../../../../automation/targets/fargate/aws.ts";
import {
  EventQueue,
  watchQueue,
  type QueueWatcher,
} from "../../../../automation/targets/fargate/event-queue.ts";
import { startWithClients, type DoubleWithClients } from "../../../helpers/ecs-double/clients.ts";
import { ordinaryTask } from "../../../helpers/ecs-double/scripts-ordinary.ts";

useSomeAwsCredentials();

const allVersions = [1, 2, 3, 4, 5, 6];
const shortCrawl = { script: ordinaryTask({ crawlMs: 60_000 }) };

interface Listener extends QueueWatcher {
  /** Versions in the order in which they were heard, each once. */
  readonly heard: Set<number>;
  readonly told: string[];
}

function listenerTo(taskArn: string, { double }: DoubleWithClients): Listener {
  const heard = new Set<number>();
  const told: string[] = [];
  return {
    ...{ taskArn, heard, told },
    aws: awsApi({ region: double.region, endpoint: double.endpoint, maxAttempts: 1 }),
    hear: ({ task }) => {
      if (task.taskArn !== taskArn) throw new Error(`Heard of ${task.taskArn}.`);
      heard.add(task.version ?? 0);
    },
    tell: (message) => told.push(message),
  };
}

const urlOf = ({ double }: DoubleWithClients) => double.outputs.eventQueueUrl ?? "";

/** A reader as another process has it. */
function reader(aws: DoubleWithClients, ...listeners: readonly Listener[]): EventQueue {
  const queue = new EventQueue(urlOf(aws), aws.double.clock);
  for (const listener of listeners) queue.add(listener);
  return queue;
}

const calls = ({ double }: DoubleWithClients, name: RegExp, sinceMs = 0) =>
  double.calls.filter(({ operation, at }) => name.test(operation) && at >= sinceMs);

/** How many messages are there, once none is hidden any more. */
async function messagesLeft(aws: DoubleWithClients): Promise<number> {
  await aws.double.advance(60_000);
  const request = { QueueUrl: urlOf(aws), MaxNumberOfMessages: 10, WaitTimeSeconds: 0 };
  const { Messages = [] } = await aws.sqs.send(new ReceiveMessageCommand(request));
  return Messages.length;
}

test("processes that share a queue each hear all of their own task, and leave nothing of it behind", async () => {
  await using aws = await startWithClients(shortCrawl);
  const [one = ""] = await aws.runTask();
  const [other = ""] = await aws.runTask();
  const first = listenerTo(one, aws);
  const second = listenerTo(other, aws);
  const queues = [reader(aws, first), reader(aws, second)] as const;
  await aws.double.advance(180_000);
  expect([...first.heard].sort()).toEqual(allVersions);
  expect([...second.heard].sort()).toEqual(allVersions);
  await Promise.all([queues[0].remove(first), queues[1].remove(second)]);
  expect(await messagesLeft(aws)).toBe(0);
});

test("a message for another process reaches it within a moment", async () => {
  await using aws = await startWithClients(shortCrawl);
  const [task = ""] = await aws.runTask();
  const { double } = aws;
  const idle = listenerTo("arn:aws:ecs:eu-central-1:123456789012:task/crawl/idle", aws);
  const owner = listenerTo(task, aws);
  const bystanders = reader(aws, idle);
  const owners = reader(aws, owner);
  await double.advance(300);
  await double.advance(0);
  expect([...owner.heard]).toEqual([1]);
  await Promise.all([bystanders.remove(idle), owners.remove(owner)]);
});

test("a queue full of other people's messages takes a few calls a long poll, and they stay for their owners", async () => {
  await using aws = await startWithClients(shortCrawl);
  const arns = await aws.runTask({ count: 10 });
  const { double } = aws;
  await double.advance(200_000);
  const bystander = listenerTo("arn:aws:ecs:eu-central-1:123456789012:task/crawl/idle", aws);
  const beganMs = double.clock.now();
  const queue = reader(aws, bystander);
  await double.advance(200_000);
  // Ten long polls' time.
  expect(calls(aws, /Message/, beganMs).length).toBeLessThan(80);
  await queue.remove(bystander);
  const owners = arns.map((arn) => listenerTo(arn, aws));
  const theirs = reader(aws, ...owners);
  await double.advance(60_000);
  const seen = owners.map(({ heard }) => [...heard].sort());
  // Of a task that has stopped nobody needs the last message after a minute: DescribeTasks has it all.
  for (const versions of seen) expect(versions).toEqual(expect.arrayContaining([1, 2, 3, 4, 5]));
  await Promise.all(owners.map(async (owner) => theirs.remove(owner)));
});

test("messages that nobody has wanted for a quarter of an hour are deleted", async () => {
  await using aws = await startWithClients(shortCrawl);
  await aws.runTask({ count: 10 });
  const bystander = listenerTo("arn:aws:ecs:eu-central-1:123456789012:task/crawl/idle", aws);
  const queue = reader(aws, bystander);
  await aws.double.advance(15 * 60_000);
  expect(calls(aws, /DeleteMessageBatch/).length).toBeLessThan(5);
  await aws.double.advance(5 * 60_000);
  await queue.remove(bystander);
  expect(await messagesLeft(aws)).toBe(0);
});

test("a hundred tasks of one process take one long poll at a time", async () => {
  await using aws = await startWithClients();
  const { double } = aws;
  const listeners = Array.from({ length: 100 }, (_, index) =>
    listenerTo(`arn:aws:ecs:eu-central-1:123456789012:task/crawl/${String(index)}`, aws),
  );
  const ends = listeners.map((listener) => watchQueue(urlOf(aws), double.clock, listener));
  await double.advance(100_000);
  expect(calls(aws, /ReceiveMessage/).length).toBeLessThanOrEqual(6);
  for (const end of ends.slice(1)) await end();
  expect(double.clock.nextWake()).toBeDefined();
  await ends[0]?.();
  await double.advance(0);
  expect(double.clock.nextWake()).toBeUndefined();
});

test("a queue that ended for one is tried again by the next, and whoever comes between is told", async () => {
  await using aws = await startWithClients();
  const { double } = aws;
  const url = `${double.endpoint}/123456789012/gone`;
  const [one, two] = [listenerTo("one", aws), listenerTo("two", aws)];
  const ends = [watchQueue(url, double.clock, one)];
  await double.advance(1000);
  ends.push(watchQueue(url, double.clock, two));
  await double.advance(60_000);
  expect(one.told).toEqual([
    "The event queue cannot be read (AWS does not find what sqs:ReceiveMessage is about in eu-central-1: The specified queue does not exist); going on with DescribeTasks alone.",
  ]);
  expect(two.told).toEqual(one.told);
  expect(calls(aws, /ReceiveMessage/)).toHaveLength(1);
  for (const end of ends) await end();
  const three = listenerTo("three", aws);
  const end = watchQueue(url, double.clock, three);
  await double.advance(1000);
  expect(calls(aws, /ReceiveMessage/)).toHaveLength(2);
  await end();
});
