import { GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeNetworkInterfacesCommand } from "@aws-sdk/client-ec2";
import { DescribeClustersCommand, RunTaskCommand } from "@aws-sdk/client-ecs";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { startWithClients, type DoubleWithClients } from "./clients.ts";
import {
  accessDenied,
  asksForSpot,
  connectionReset,
  expiredToken,
  failsWith,
  noCapacity,
  runTaskFails,
  serverError,
  slow,
  throttled,
  throttledInDisguise,
} from "./fault-answers.ts";

/** One call to each service. */
const callEach = ({ double, ecs, logs, sqs, ec2, sts }: DoubleWithClients) => ({
  ecs: () => ecs.send(new DescribeClustersCommand({})),
  logs: () =>
    logs.send(
      new GetLogEventsCommand({ logGroupName: double.outputs.logGroupName, logStreamName: "s" }),
    ),
  sqs: () => sqs.send(new ReceiveMessageCommand({ QueueUrl: double.outputs.eventQueueUrl ?? "" })),
  ec2: () => ec2.send(new DescribeNetworkInterfacesCommand({})),
  sts: () => sts.send(new GetCallerIdentityCommand()),
});

const namesOf = async (aws: DoubleWithClients) => {
  const outcomes = Object.entries(callEach(aws)).map(async ([service, call]) => {
    const error = await call().then(
      () => "none",
      (cause: unknown) => (cause as Error).name,
    );
    return [service, error] as const;
  });
  return Object.fromEntries(await Promise.all(outcomes));
};

test("Each service says in its own words and protocol that it is called too often", async () => {
  await using aws = await startWithClients();
  aws.double.faults.on("*", throttled);
  expect(await namesOf(aws)).toEqual({
    ecs: "ThrottlingException",
    logs: "ThrottlingException",
    sqs: "RequestThrottled",
    ec2: "RequestLimitExceeded",
    sts: "Throttling",
  });
});

test("Each service says in its own words that credentials have expired", async () => {
  await using aws = await startWithClients();
  aws.double.faults.on("*", expiredToken);
  expect(await namesOf(aws)).toEqual({
    ecs: "ExpiredTokenException",
    logs: "ExpiredTokenException",
    sqs: "ExpiredTokenException",
    ec2: "RequestExpired",
    sts: "ExpiredToken",
  });
});

test("A refusal names who may not do what to which resource", async () => {
  await using aws = await startWithClients();
  const { faults, outputs } = aws.double;
  faults.on("*", accessDenied);
  await expect(aws.runTask()).rejects.toMatchObject({
    name: "AccessDeniedException",
    message: `User: arn:aws:sts::123456789012:assumed-role/ci/mayfly is not authorized to perform: ecs:RunTask on resource: ${outputs.taskDefinitionArn} because no identity-based policy allows the ecs:RunTask action`,
  });
  const calls = callEach(aws);
  await expect(calls.ec2()).rejects.toMatchObject({ name: "UnauthorizedOperation" });
  await expect(calls.logs()).rejects.toThrow(
    /logs:GetLogEvents on resource: arn:aws:logs:.*:log-stream:s/,
  );
  await expect(calls.sqs()).rejects.toThrow(
    `sqs:receivemessage on resource: ${String(outputs.eventQueueArn)}`,
  );
});

test("A fault meets so many calls, those that it is for, until it is taken off", async () => {
  await using aws = await startWithClients();
  const { faults } = aws.double;
  const [arn = ""] = await aws.runTask();
  const storm = faults.on(["DescribeTasks", "RunTask"], throttled, { times: 2 });
  await expect(aws.describe(arn)).rejects.toThrow("Rate exceeded");
  await expect(aws.runTask()).rejects.toThrow("Rate exceeded");
  expect((await aws.describe(arn))?.taskArn).toBe(arn);
  storm[Symbol.dispose]();
  const off = faults.on("DescribeTasks", serverError);
  await expect(aws.describe(arn)).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
  off[Symbol.dispose]();
  expect((await aws.describe(arn))?.taskArn).toBe(arn);
  expect(aws.double.calls).toHaveLength(6);
});

test("A throttle can hide in an exception about something else", async () => {
  await using aws = await startWithClients();
  aws.double.faults.on("RunTask", throttledInDisguise, { times: 1 });
  aws.double.faults.on("RunTask", failsWith("ClientException", "Throttling"), { times: 1 });
  await expect(aws.runTask()).rejects.toMatchObject({
    name: "InvalidParameterException",
    message: expect.stringMatching(/ErrorCode: Throttling/) as unknown,
  });
  await expect(aws.runTask()).rejects.toMatchObject({ name: "ClientException" });
});

test("RunTask can answer 200 with failures, for spot alone, or for some of its tasks", async () => {
  await using aws = await startWithClients();
  const { faults, outputs } = aws.double;
  faults.on("RunTask", noCapacity, { when: asksForSpot });
  const capacityProviderStrategy = [{ capacityProvider: "FARGATE_SPOT" }];
  expect(await aws.runTask({ capacityProviderStrategy })).toEqual([]);
  expect(await aws.runTask()).toHaveLength(1);
  faults.on("RunTask", runTaskFails([{ reason: "RESOURCE:ENI" }], 2));
  const { cluster, taskDefinition, ...request } = aws.double.tasks[0]?.request ?? {};
  expect([cluster, taskDefinition]).toEqual([outputs.clusterArn, outputs.taskDefinitionArn]);
  const { tasks, failures } = await aws.ecs.send(
    new RunTaskCommand({ ...request, clientToken: "t", cluster, taskDefinition, count: 3 }),
  );
  expect([tasks?.length, failures]).toEqual([2, [{ reason: "RESOURCE:ENI" }]]);
});

test("A connection can be reset, and an answer be late by the double's clock", async () => {
  await using aws = await startWithClients();
  const [arn = ""] = await aws.runTask();
  aws.double.faults.on("DescribeTasks", connectionReset, { times: 1 });
  aws.double.faults.on("DescribeTasks", slow(45_000), { times: 1 });
  await expect(aws.describe(arn)).rejects.toMatchObject({ code: "ECONNRESET" });
  const before = aws.double.clock.now();
  const task = await aws.double.play(aws.describe(arn));
  expect([task?.lastStatus, aws.double.clock.now() - before]).toEqual(["RUNNING", 45_000]);
});
