import { expect, test } from "vitest";
import type { AwsMessage } from "../../../../automation/targets/fargate/aws-api.ts";
import { sortMessages } from "../../../../automation/targets/fargate/event-messages.ts";
import { parseTaskEvent } from "../../../../automation/targets/fargate/task-event.ts";
import { fargateSnapshot } from "../../../../automation/targets/fargate/task-snapshot.ts";
import { taskArn } from "./fakes.ts";

const event = (detail: object = {}, changes: object = {}) =>
  JSON.stringify({
    version: "0",
    id: "1",
    ...{ "detail-type": "ECS Task State Change", source: "aws.ecs" },
    time: "2026-11-24T12:00:05Z",
    detail: { taskArn, version: 2, lastStatus: "PENDING", desiredStatus: "RUNNING", ...detail },
    ...changes,
  });

test("an event becomes a task as DescribeTasks has it, with the time of its change", () => {
  const parsed = parseTaskEvent(
    event({
      updatedAt: "2026-11-24T12:00:04.613Z",
      createdAt: "2026-11-24T12:00:00.000Z",
      cpu: "1024",
      ephemeralStorage: { sizeInGiB: 40 },
      containers: [
        { name: "selenium", lastStatus: "RUNNING", healthStatus: "HEALTHY", exitCode: 0 },
      ],
      attachments: [{ type: "eni", details: [{ name: "privateIPv4Address", value: "10.0.0.7" }] }],
    }),
  );
  expect(parsed?.at).toBe("2026-11-24T12:00:04.613Z");
  expect(fargateSnapshot(parsed?.task ?? {}, "task-1", ["selenium"])).toEqual({
    ...{ taskId: "task-1", taskArn, version: 2, lastStatus: "PENDING", desiredStatus: "RUNNING" },
    ...{
      cpu: 1024,
      ephemeralStorageGiB: 40,
      privateAddress: "10.0.0.7",
      createdAt: "2026-11-24T12:00:00.000Z",
    },
    containers: [{ name: "selenium", lastStatus: "RUNNING", healthStatus: "HEALTHY", exitCode: 0 }],
  });
});

test("an event without the time of its change has that of its message", () => {
  expect(parseTaskEvent(event())?.at).toBe("2026-11-24T12:00:05.000Z");
});

test.each([
  ["no JSON", "hello"],
  ["nothing", ""],
  ["null", "null"],
  ["a list", "[]"],
  ["another detail-type", event({}, { "detail-type": "ECS Deployment State Change" })],
  ["another source", event({}, { source: "custom" })],
  ["no detail", event({}, { detail: null })],
  ["no ARN", event({ taskArn: 7 })],
  ["no status", event({ lastStatus: null })],
  ["no time", event({}, { time: "yesterday" })],
])("a body that is %s is no event", (_what, body) => {
  expect(parseTaskEvent(body)).toBeNull();
});

test("parts that are of another type than promised are left out", () => {
  const { task } = parseTaskEvent(
    event({
      version: "2",
      containers: [null, 3, { name: 1 }],
      attachments: {},
      createdAt: 5,
      cpu: 256,
    }),
  ) ?? { task: undefined };
  expect(task).toMatchObject({
    version: undefined,
    attachments: [],
    createdAt: undefined,
    cpu: undefined,
  });
  expect(task?.containers).toHaveLength(3);
});

const nowMs = Date.parse("2026-11-24T12:30:00.000Z");
const message = (changes: Partial<AwsMessage>): AwsMessage => ({
  ...{ body: event(), receiptHandle: "handle", sentMs: nowMs, received: 1 },
  ...changes,
});
const sort = (isOurs: boolean, ...messages: readonly AwsMessage[]) =>
  sortMessages(messages, () => isOurs, nowMs);

test("ours is heard and deleted, however old it is", () => {
  const { ours, done, back } = sort(true, message({ sentMs: 0 }));
  expect(ours).toMatchObject([{ task: { taskArn } }]);
  expect({ done, back }).toEqual({ done: ["handle"], back: [] });
});

test.each([
  ["young", { sentMs: nowMs - 14 * 60_000 }, "back"],
  ["old", { sentMs: nowMs - 15 * 60_000 }, "done"],
  ["young, of a task that has just stopped", { body: event({ lastStatus: "STOPPED" }) }, "back"],
  [
    "of a task that stopped a minute ago",
    { body: event({ lastStatus: "STOPPED" }), sentMs: nowMs - 60_000 },
    "done",
  ],
  ["without a time of its own, of an old event", { sentMs: null }, "done"],
  ["no event, and young", { body: "hello" }, "back"],
  ["no event, and old", { body: "hello", sentMs: 0 }, "done"],
  ["from a clock that is ahead", { sentMs: nowMs + 90_000 }, "back"],
] as const)("another's message that is %s goes where it should", (_what, changes, where) => {
  const { ours, done, back } = sort(false, message(changes));
  expect(ours).toEqual([]);
  expect({ done: done.length, back: back.length }).toEqual({
    done: where === "done" ? 1 : 0,
    back: where === "back" ? 1 : 0,
  });
});

test("another's message can be received at once, but not again and again when nobody wants it", () => {
  const seconds = [1, 7, 8, 100].map(
    (received) => sort(false, message({ received })).back[0]?.visibilitySeconds,
  );
  expect(seconds).toEqual([0, 0, 30, 30]);
});
