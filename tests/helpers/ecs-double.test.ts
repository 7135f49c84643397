import { GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeNetworkInterfacesCommand } from "@aws-sdk/client-ec2";
import {
  DescribeClustersCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
} from "@aws-sdk/client-ecs";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { appendFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { parseStackOutputs } from "../../infra/outputs.ts";
import { startWithClients } from "./ecs-double/clients.ts";
import { ScriptClock } from "./ecs-double/clock.ts";
import { emptyContainers, skipsStates } from "./ecs-double/scripts-oddities.ts";
import { ordinaryTask } from "./ecs-double/scripts-ordinary.ts";

const start = Date.UTC(2026, 2, 1, 12);

test("A task passes all eight states at the times of its script, with Fargate's versions", async () => {
  await using aws = await startWithClients();
  const [arn = ""] = await aws.runTask();
  const seen = await aws.watch(arn);
  const told = seen.map((task) => [task.version, task.desiredStatus, task.lastStatus].join(" "));
  expect([...new Set(told)]).toEqual([
    "1 RUNNING PROVISIONING",
    "2 RUNNING PENDING",
    "2 RUNNING ACTIVATING",
    "3 RUNNING RUNNING",
    "4 STOPPED RUNNING",
    "4 STOPPED DEACTIVATING",
    "4 STOPPED STOPPING",
    "5 STOPPED DEPROVISIONING",
    "6 STOPPED STOPPED",
  ]);
  expect(seen.at(-1)).toMatchObject({
    createdAt: new Date(start),
    connectivityAt: new Date(start + 4_600),
    stopCode: "EssentialContainerExited",
  });
});

test("A script can use words that ECS does not have yet", async () => {
  const steps = [
    { at: 0, lastStatus: "HIBERNATING", containers: { proxy: { healthStatus: "WELL" } } },
  ];
  await using aws = await startWithClients({ script: { steps } });
  const [arn = ""] = await aws.runTask();
  expect(await aws.describe(arn)).toMatchObject({
    lastStatus: "HIBERNATING",
    containers: [{ name: "proxy", lastStatus: "PENDING", healthStatus: "WELL" }],
  });
});

test("Containers can be gone from a description for a while", async () => {
  const steps = [
    { at: 0, containers: { crawler: { lastStatus: "RUNNING" } } },
    { at: 1_000, containers: "none" as const },
    { at: 2_000, containers: { crawler: { healthStatus: "HEALTHY" } } },
  ];
  await using aws = await startWithClients({ script: { steps } });
  const [arn = ""] = await aws.runTask();
  const statuses = async () =>
    (await aws.describe(arn))?.containers?.map(({ lastStatus }) => lastStatus);
  expect(await statuses()).toEqual(["RUNNING"]);
  await aws.double.advance(1_000);
  expect(await statuses()).toEqual([]);
  await aws.double.advance(1_000);
  expect(await statuses()).toEqual(["RUNNING"]);
});

test("Twenty minutes of a task pass without a call", async () => {
  await using aws = await startWithClients({ script: ordinaryTask({ crawlMs: 1_200_000 }) });
  const [arn = ""] = await aws.runTask();
  await aws.double.advance(1_200_000);
  expect((await aws.describe(arn))?.lastStatus).toBe("RUNNING");
  await aws.double.advance(60_000);
  expect((await aws.describe(arn))?.lastStatus).toBe("STOPPED");
  expect(aws.double.calls).toHaveLength(3);
});

test("A client that sleeps by the double's clock is never overtaken by it", async () => {
  await using aws = await startWithClients();
  const [arn = ""] = await aws.runTask();
  await aws.watch(arn);
  const polls = aws.double.calls.filter(({ operation }) => operation === "DescribeTasks");
  expect(polls.map(({ at }) => at - start)).toEqual(polls.map((_, index) => index * 500));
});

test("Nor by its files, nor while other loops go beside it", async () => {
  const longLines = Array.from({ length: 90 }, () => ({ at: 0, text: "x".repeat(10_000) }));
  const first = { at: 0, containers: { crawler: {} }, logs: { crawler: longLines } };
  await using aws = await startWithClients({ script: { steps: [first] } });
  const { double, ecs, sqs, logs } = aws;
  const folder = await mkdtemp(join(tmpdir(), "ecs-double-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const lengths: number[] = [];
  const loop = async (name: string, everyMs: number, call: () => Promise<unknown>) => {
    for (let round = 0; round < 15; round += 1) {
      const before = double.clock.now();
      await call();
      for (let line = 0; line < 5; line += 1) await appendFile(join(folder, name), "line\n");
      await double.clock.sleep(everyMs);
      lengths.push(double.clock.now() - before - everyMs);
    }
  };
  const [task = ""] = await aws.runTask();
  const tasks = await aws.runTask({ count: 10 });
  const command = new DescribeTasksCommand({
    cluster: double.outputs.clusterArn,
    tasks: [task, ...tasks],
  });
  const QueueUrl = double.outputs.eventQueueUrl ?? "";
  const event = new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 0 });
  const { logGroupName, logStreamPrefix } = double.outputs;
  const logStreamName = `${logStreamPrefix}/crawler/${String(task.split("/").at(-1))}`;
  const page = new GetLogEventsCommand({ logGroupName, logStreamName });
  await double.play(
    Promise.all([
      loop("one", 300, () => ecs.send(command)),
      loop("two", 1_000, () => aws.describe(task)),
      loop("three", 700, () => sqs.send(event)),
      loop("four", 500, () => logs.send(page)),
    ]),
  );
  expect(lengths).toEqual(Array.from({ length: 60 }, () => 0));
});

test("A description carries what RunTask was told", async () => {
  await using aws = await startWithClients();
  const tags = [{ key: "mayfly:run", value: "r1" }];
  const overrides = {
    cpu: "512",
    containerOverrides: [{ name: "crawler", command: ["https://a.example/"] }],
  };
  const capacityProviderStrategy = [{ capacityProvider: "FARGATE_SPOT", weight: 1 }];
  const [arn = ""] = await aws.runTask({
    startedBy: "r1",
    tags,
    overrides,
    capacityProviderStrategy,
  });
  expect(await aws.describe(arn)).toMatchObject({
    taskArn: arn,
    startedBy: "r1",
    tags,
    cpu: "512",
    overrides,
    capacityProviderName: "FARGATE_SPOT",
    containers: [{ name: "selenium", lastStatus: "PENDING" }, { name: "crawler" }],
  });
});

test("DescribeTasks takes a hundred tasks, and says MISSING for those it does not know", async () => {
  await using aws = await startWithClients();
  const [arn = ""] = await aws.runTask();
  const { clusterName: cluster } = aws.double.outputs;
  const others = Array.from({ length: 99 }, (_, index) => `none-${index}`);
  const { tasks, failures } = await aws.ecs.send(
    new DescribeTasksCommand({ cluster, tasks: [arn, ...others] }),
  );
  expect(tasks).toHaveLength(1);
  expect(failures).toHaveLength(99);
  expect(failures?.[0]).toMatchObject({
    reason: "MISSING",
    arn: expect.stringMatching(/none-0$/) as unknown,
  });
  await expect(
    aws.ecs.send(new DescribeTasksCommand({ cluster, tasks: [arn, arn, ...others] })),
  ).rejects.toMatchObject({ name: "InvalidParameterException" });
});

test("ListTasks filters by startedBy, family and desired status, in pages", async () => {
  await using aws = await startWithClients({ script: [emptyContainers(), ordinaryTask()] });
  const { clusterName: cluster, taskDefinitionFamily: family } = aws.double.outputs;
  const list = async (filter: object) =>
    (await aws.ecs.send(new ListTasksCommand({ cluster, ...filter }))).taskArns;
  const [gone = ""] = await aws.runTask({ startedBy: "r1" });
  const three = await aws.runTask({ startedBy: "r2", count: 3 });
  await aws.double.advance(10_000);
  expect(await list({})).toEqual(three);
  expect(await list({ startedBy: "r1" })).toEqual([]);
  expect(await list({ startedBy: "r2" })).toEqual(three);
  expect(await list({ desiredStatus: "STOPPED", family })).toEqual([gone]);
  expect(await list({ family: "another" })).toEqual([]);
  const { nextToken, taskArns } = await aws.ecs.send(
    new ListTasksCommand({ cluster, maxResults: 2 }),
  );
  expect([taskArns, await list({ maxResults: 2, nextToken })]).toEqual([
    three.slice(0, 2),
    three.slice(2),
  ]);
  const both = { startedBy: "r1", desiredStatus: "STOPPED" };
  await expect(list(both)).rejects.toMatchObject({ name: "InvalidParameterException" });
  aws.double.faults.startedByAlone = false;
  expect(await list(both)).toEqual([gone]);
});

test("Tasks of one RunTask follow a script each", async () => {
  await using aws = await startWithClients({
    script: ({ index }) => ordinaryTask({ exitCode: index, crawlMs: 1_000 * (10 - index) }),
  });
  const arns = await aws.runTask({ count: 10 });
  await aws.double.advance(300_000);
  const { tasks = [] } = await aws.ecs.send(
    new DescribeTasksCommand({ cluster: aws.double.outputs.clusterArn, tasks: [...arns] }),
  );
  const codes = tasks.map(({ taskArn = "", containers = [] }) => [
    arns.indexOf(taskArn),
    containers.find(({ name }) => name === "crawler")?.exitCode,
  ]);
  expect(codes).toEqual(Array.from({ length: 10 }, (_, index) => [9 - index, 9 - index]));
});

test("EC2 knows the public address while the network interface is there", async () => {
  await using aws = await startWithClients();
  const [arn = ""] = await aws.runTask();
  await aws.double.advance(40_000);
  const details = (await aws.describe(arn))?.attachments?.[0]?.details ?? [];
  const detail = (name: string) => details.find((each) => each.name === name)?.value ?? "";
  const command = new DescribeNetworkInterfacesCommand({
    NetworkInterfaceIds: [detail("networkInterfaceId")],
  });
  const { NetworkInterfaces: [found] = [] } = await aws.ec2.send(command);
  expect(found?.Association?.PublicIp).toMatch(/^203\.0\.113\./);
  expect(found?.PrivateIpAddress).toBe(detail("privateIPv4Address"));
  await aws.double.advance(200_000);
  await expect(aws.ec2.send(command)).rejects.toMatchObject({
    name: "InvalidNetworkInterfaceID.NotFound",
  });
});

test("The stack of a double fits it", async () => {
  await using aws = await startWithClients();
  const { double, ecs } = aws;
  expect(parseStackOutputs({ ...double.outputs })).toEqual(double.outputs);
  const { taskDefinition } = await ecs.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: double.outputs.taskDefinitionArn }),
  );
  const options = taskDefinition?.containerDefinitions?.[0]?.logConfiguration?.options;
  expect(options?.["awslogs-group"]).toBe(double.outputs.logGroupName);
  const { clusters, failures } = await ecs.send(
    new DescribeClustersCommand({ clusters: [double.outputs.clusterName, "another"] }),
  );
  expect([clusters?.length, failures?.[0]?.reason]).toEqual([1, "MISSING"]);
  const { Account } = await aws.sts.send(new GetCallerIdentityCommand());
  expect(Account).toBe(double.account);
  expect(double.calls.map(({ service }) => service)).toEqual(["ecs", "ecs", "sts"]);
});

test("A program with its environment talks to it", async () => {
  await using aws = await startWithClients();
  for (const [name, value] of Object.entries(aws.double.environment)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
  const client = new ECSClient();
  onTestFinished(() => client.destroy());
  const { failures } = await client.send(new DescribeClustersCommand());
  expect(failures).toHaveLength(1);
});

test("With a speed, the clock runs by itself", async () => {
  await using aws = await startWithClients({
    clock: new ScriptClock({ speed: 100 }),
    script: skipsStates({ crawlMs: 0 }),
  });
  const [arn = ""] = await aws.runTask();
  expect((await aws.watch(arn)).at(-1)?.stopCode).toBe("EssentialContainerExited");
  await expect(aws.double.advance(1)).rejects.toThrow("runs by itself");
});

test("What never ends by itself is given up after a limit of the double's time", async () => {
  await using aws = await startWithClients();
  const forEver = async () => {
    for (;;) await aws.double.clock.sleep(60_000);
  };
  await expect(aws.double.play(forEver(), 3_600_000)).rejects.toThrow("within 3600000 ms");
});
