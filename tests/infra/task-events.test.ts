import * as pulumi from "@pulumi/pulumi";
import { beforeAll, expect, test } from "vitest";
import { TaskEvents } from "../../infra/task-events.ts";
import { ofType, only, runParts, type Recording } from "./helpers/program.ts";

const arn = (service: string, name: string) =>
  `arn:aws:${service}:eu-north-1:123456789012:${name}-1a2b3c4`;
const clusterArn = arn("ecs", "moths");
const rule = arn("cloudwatch", "moths");
const json = (value: unknown): unknown => JSON.parse(String(value));
let recording: Recording;

beforeAll(async () => {
  recording = await runParts(() => {
    const args = { clusterArn: pulumi.output(clusterArn), tags: { a: "b" } };
    const { queueUrl, queueArn } = new TaskEvents("moths", args);
    return { queueUrl, queueArn };
  });
});

test("the queue's URL and ARN are told, not those of its dead-letter queue", () => {
  expect(recording.outputs).toEqual({
    queueUrl: "https://sqs.eu-north-1.amazonaws.com/123456789012/moths-1a2b3c4",
    queueArn: arn("sqs", "moths"),
  });
});

test("both queues are encrypted; what nobody reads is gone in an hour, however often it was received", () => {
  const queues = ofType(recording, "aws:sqs/queue:Queue");
  const inputs = Object.fromEntries(queues.map((queue) => [queue.name, queue.inputs]));
  expect(inputs["moths-undelivered"]).toEqual({
    messageRetentionSeconds: 14 * 86_400,
    sqsManagedSseEnabled: true,
    tags: { a: "b" },
  });
  expect(inputs["moths"]).toEqual({
    messageRetentionSeconds: 3600,
    receiveWaitTimeSeconds: 20,
    sqsManagedSseEnabled: true,
    tags: { a: "b" },
  });
  expect(queues).toHaveLength(2);
});

test("the rule hears of the tasks of this cluster", () => {
  const { name, inputs } = only(recording, "aws:cloudwatch/eventRule:EventRule");
  expect(name).toBe("moths");
  expect(inputs["tags"]).toEqual({ a: "b" });
  expect(json(inputs["eventPattern"])).toEqual({
    source: ["aws.ecs"],
    "detail-type": ["ECS Task State Change"],
    detail: { clusterArn: [clusterArn] },
  });
});

test("it sends to the queue, once it may, and what cannot be sent to the other", () => {
  const { inputs, dependencies } = only(recording, "aws:cloudwatch/eventTarget:EventTarget");
  expect(inputs).toMatchObject({
    rule: "moths-1a2b3c4",
    arn: arn("sqs", "moths"),
    deadLetterConfig: { arn: arn("sqs", "moths-undelivered") },
  });
  const policies = ofType(recording, "aws:sqs/queuePolicy:QueuePolicy");
  expect(dependencies).toEqual(expect.arrayContaining(policies.map(({ urn }) => urn)));
});

test.each(["moths", "moths-undelivered"])("only the rule may send to %s, and by TLS", (name) => {
  const policies = ofType(recording, "aws:sqs/queuePolicy:QueuePolicy");
  const inputs = policies.find((policy) => policy.name === name)?.inputs ?? {};
  expect(inputs["queueUrl"]).toContain(`/${name}-1a2b3c4`);
  expect(json(inputs["policy"])).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "FromRule",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: arn("sqs", name),
        Condition: { ArnEquals: { "aws:SourceArn": rule } },
      },
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "sqs:*",
        Resource: arn("sqs", name),
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
});
