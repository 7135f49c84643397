import { StopTaskCommand, type RunTaskCommandInput } from "@aws-sdk/client-ecs";
import { expect, test } from "vitest";
import { startWithClients, type DoubleWithClients } from "./clients.ts";
import { ordinaryTask } from "./scripts-ordinary.ts";

const cluster = (aws: DoubleWithClients) => aws.double.outputs.clusterArn;

const exits = (task: Awaited<ReturnType<DoubleWithClients["describe"]>>) =>
  Object.fromEntries(task?.containers?.map(({ name = "", exitCode }) => [name, exitCode]) ?? []);

test.each([
  { moment: "RUNNING", at: 40_000, versions: [4, 6], codes: { crawler: 11, selenium: 143 } },
  { moment: "ACTIVATING", at: 27_000, versions: [3, 5], codes: { selenium: 143 } },
  { moment: "PENDING", at: 6_000, versions: [3, 5], codes: {} },
  { moment: "PROVISIONING", at: 100, versions: [2, 4], codes: {} },
])(
  "StopTask while $moment bends the task into its tail",
  async ({ moment, at, versions, codes }) => {
    await using aws = await startWithClients();
    const [arn = ""] = await aws.runTask();
    await aws.double.advance(at);
    const { task } = await aws.ecs.send(new StopTaskCommand({ cluster: cluster(aws), task: arn }));
    expect(task).toMatchObject({
      lastStatus: moment,
      desiredStatus: "STOPPED",
      stopCode: "UserInitiated",
      stoppedReason: "Task stopped by user",
      version: versions[0],
    });
    const last = (await aws.watch(arn)).at(-1);
    expect(last?.version).toBe(versions[1]);
    expect(exits(last)).toEqual({ crawler: undefined, selenium: undefined, ...codes });
  },
);

test("A stopped task passes DEACTIVATING and STOPPING only if something of it ran", async () => {
  await using aws = await startWithClients();
  const states = async (at: number) => {
    const [arn = ""] = await aws.runTask();
    await aws.double.advance(at);
    await aws.ecs.send(new StopTaskCommand({ cluster: cluster(aws), task: arn, reason: "enough" }));
    const seen = await aws.watch(arn, 250);
    expect(seen.at(-1)?.stoppedReason).toBe("enough");
    return [...new Set(seen.map(({ lastStatus }) => lastStatus))];
  };
  const end = ["DEPROVISIONING", "STOPPED"];
  expect(await states(40_000)).toEqual(["RUNNING", "DEACTIVATING", "STOPPING", ...end]);
  expect(await states(27_000)).toEqual(["ACTIVATING", "STOPPING", ...end]);
  expect(await states(100)).toEqual(["PROVISIONING", ...end]);
});

test("A script says how its task takes a stop", async () => {
  const onStop = {
    exitCodes: { crawler: 137 },
    graceMs: 90_000,
    tailMs: 100_000,
    logs: { crawler: ["bye"] },
  };
  await using aws = await startWithClients({ script: ordinaryTask({ crawlMs: 600_000, onStop }) });
  const [arn = ""] = await aws.runTask();
  await aws.double.advance(40_000);
  await aws.ecs.send(new StopTaskCommand({ cluster: cluster(aws), task: arn }));
  await aws.double.advance(89_000);
  expect(exits(await aws.describe(arn))).toEqual({});
  await aws.double.advance(12_000);
  const task = await aws.describe(arn);
  expect([task?.lastStatus, exits(task)]).toEqual(["STOPPED", { crawler: 137, selenium: 143 }]);
});

test("StopTask changes nothing in a task that is stopping, and refuses one that it does not know", async () => {
  await using aws = await startWithClients({ script: ordinaryTask({ crawlMs: 0 }) });
  const [arn = ""] = await aws.runTask();
  await aws.double.advance(200_000);
  const before = await aws.describe(arn);
  await aws.ecs.send(new StopTaskCommand({ cluster: cluster(aws), task: arn, reason: "late" }));
  expect(await aws.describe(arn)).toEqual(before);
  await expect(
    aws.ecs.send(new StopTaskCommand({ cluster: cluster(aws), task: "none" })),
  ).rejects.toMatchObject({
    name: "InvalidParameterException",
    message: "The referenced task was not found.",
  });
});

test("The same client token gives the same tasks for a day, and refuses other parameters", async () => {
  await using aws = await startWithClients();
  const first = await aws.runTask({ clientToken: "t", count: 2 });
  await aws.double.advance(50_000);
  expect(await aws.runTask({ clientToken: "t", count: 2 })).toEqual(first);
  await expect(aws.runTask({ clientToken: "t", count: 3 })).rejects.toMatchObject({
    name: "ConflictException",
    resourceIds: first,
  });
  await aws.double.advance(24 * 3_600_000);
  expect(await aws.runTask({ clientToken: "t", count: 3 })).toHaveLength(3);
  expect(aws.double.tasks).toHaveLength(5);
});

test.each<[name: string, message: RegExp, changes: Partial<RunTaskCommandInput>]>([
  ["ClusterNotFoundException", /Cluster not found/, { cluster: "another" }],
  ["ClientException", /TaskDefinition not found/, { taskDefinition: "another:1" }],
  ["InvalidParameterException", /between 1 and 10/, { count: 0 }],
  ["InvalidParameterException", /between 1 and 10/, { count: 11 }],
  ["InvalidParameterException", /Network Configuration/, { networkConfiguration: {} }],
  [
    "InvalidParameterException",
    /not a container/,
    { overrides: { containerOverrides: [{ name: "another" }] } },
  ],
  [
    "InvalidParameterException",
    /8192/,
    { overrides: { containerOverrides: [{ name: "crawler", command: ["x".repeat(8_192)] }] } },
  ],
  [
    "InvalidParameterException",
    /both a launch type and capacity provider/,
    { launchType: "FARGATE", capacityProviderStrategy: [{ capacityProvider: "FARGATE" }] },
  ],
])("RunTask refuses with %s: %s", async (name, message, changes) => {
  await using aws = await startWithClients();
  const refused = aws.runTask(changes);
  await expect(refused).rejects.toMatchObject({
    name,
    message: expect.stringMatching(message) as unknown,
  });
  expect(aws.double.tasks).toEqual([]);
});
