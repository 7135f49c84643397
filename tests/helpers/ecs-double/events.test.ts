import { StopTaskCommand } from "@aws-sdk/client-ecs";
import {
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  type Message,
} from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { startWithClients, type DoubleWithClients } from "./clients.ts";
import { emptyContainers } from "./scripts-oddities.ts";

const receive = async ({ double, sqs }: DoubleWithClients, WaitTimeSeconds?: number) => {
  const QueueUrl = double.outputs.eventQueueUrl ?? "";
  const request = {
    QueueUrl,
    MaxNumberOfMessages: 10,
    ...(WaitTimeSeconds === undefined ? {} : { WaitTimeSeconds }),
  };
  return (await double.play(sqs.send(new ReceiveMessageCommand(request)))).Messages ?? [];
};

interface TaskEvent {
  readonly detail: {
    readonly version: number;
    readonly lastStatus: string;
    readonly containers: readonly object[];
    readonly tags?: unknown;
    readonly createdAt: string;
  };
}

const detailOf = ({ Body = "" }: Message) => (JSON.parse(Body) as TaskEvent).detail;

test("Every version of a task is a message, without tags and with times as text", async () => {
  await using aws = await startWithClients();
  await aws.runTask({ tags: [{ key: "k", value: "v" }] });
  await aws.double.advance(300_000);
  const details = (await receive(aws, 0)).map(detailOf);
  expect(details.map(({ version, lastStatus }) => `${version} ${lastStatus}`)).toEqual([
    "1 PROVISIONING",
    "2 PENDING",
    "3 RUNNING",
    "4 RUNNING",
    "5 DEPROVISIONING",
    "6 STOPPED",
  ]);
  expect(details[0]?.createdAt).toBe("2026-03-01T12:00:00.000Z");
  expect(details[0]).not.toHaveProperty("tags");
});

test("Messages can come twice and out of order", async () => {
  await using aws = await startWithClients();
  aws.double.faults.eventsOutOfOrder = true;
  aws.double.faults.duplicateEvents = true;
  await aws.runTask();
  await aws.double.advance(300_000);
  const messages = [...(await receive(aws, 0)), ...(await receive(aws, 0))];
  const versions = messages.map((message) => detailOf(message).version);
  expect(versions).toHaveLength(12);
  expect(new Set(versions)).toEqual(new Set([1, 2, 3, 4, 5, 6]));
  expect(versions).not.toEqual(versions.toSorted((a, b) => a - b));
  expect(new Set(messages.map(({ MessageId }) => MessageId)).size).toBe(12);
});

test("A message is hidden while somebody has it, comes back, and is gone when it is deleted", async () => {
  await using aws = await startWithClients({ script: emptyContainers() });
  await aws.runTask();
  await aws.double.advance(10_000);
  const first = await receive(aws, 0);
  expect(first.map((message) => detailOf(message).containers)).toEqual([[]]);
  expect(await receive(aws, 0)).toEqual([]);
  await aws.double.advance(30_000);
  const again = await receive(aws, 0);
  expect(again.map(({ MessageId }) => MessageId)).toEqual(first.map(({ MessageId }) => MessageId));
  const QueueUrl = aws.double.outputs.eventQueueUrl ?? "";
  const [{ ReceiptHandle = "" } = {}] = again;
  await aws.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  const Entries = [{ Id: "a", ReceiptHandle }];
  const { Successful } = await aws.sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  expect(Successful).toEqual([{ Id: "a" }]);
  await aws.double.advance(30_000);
  expect(await receive(aws, 0)).toEqual([]);
});

test("A long poll ends with the next message, after 20 seconds, or when the client hangs up", async () => {
  await using aws = await startWithClients();
  const { double, sqs, ecs } = aws;
  const start = double.clock.now();
  expect(await receive(aws)).toEqual([]);
  expect(double.clock.now() - start).toBe(20_000);
  const [task = ""] = await aws.runTask();
  await double.advance(40_000);
  expect(await receive(aws)).toHaveLength(3);
  const waiting = receive(aws);
  await ecs.send(new StopTaskCommand({ cluster: double.outputs.clusterArn, task }));
  expect((await waiting).map((message) => detailOf(message).version)).toEqual([4]);
  const abort = new AbortController();
  const request = new ReceiveMessageCommand({ QueueUrl: double.outputs.eventQueueUrl ?? "" });
  const hungUp = sqs.send(request, { abortSignal: abort.signal });
  setImmediate(() => abort.abort());
  await expect(hungUp).rejects.toMatchObject({ name: "AbortError" });
});

test("A double that ends hangs up on whoever waits, and leaves nothing behind", async () => {
  const aws = await startWithClients();
  const request = new ReceiveMessageCommand({ QueueUrl: aws.double.outputs.eventQueueUrl ?? "" });
  const waiting = expect(aws.sqs.send(request)).rejects.toThrow();
  await aws.double.advance(1_000);
  await aws[Symbol.asyncDispose]();
  await waiting;
  expect(aws.double.clock.nextWake()).toBeUndefined();
  await expect(fetch(aws.double.endpoint)).rejects.toThrow();
});
