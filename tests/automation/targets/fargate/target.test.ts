import { describe, expect, test } from "vitest";
import {
  fargateTarget,
  type FargateTargetOptions,
} from "../../../../automation/targets/fargate/target.ts";
import {
  awsTask,
  fakeClock,
  inputsOf,
  outputs,
  scriptedAws,
  signal,
  taskArn,
  thrownByAws,
  type Script,
} from "./fakes.ts";

function targetOver(script: Script, options: Partial<FargateTargetOptions> = {}) {
  const aws = scriptedAws({ publicAddressOf: [null], ...script });
  const clock = fakeClock();
  const target = fargateTarget({ outputs, runId: "run-1", taskArn, aws, clock, ...options });
  return { target, aws, clock };
}

const request = { runId: "run-1", taskId: "run-1", containers: [] };
const missing = { tasks: [], failures: [{ arn: taskArn, reason: "MISSING" }] };
const one = (...args: Parameters<typeof awsTask>) => ({ tasks: [awsTask(...args)] });

describe("describing", () => {
  test("tells what RunTask answered, and after that only what is news", async () => {
    const { target, clock } = targetOver(
      {
        runTask: [one()],
        describeTasks: [one(), one(), one({ lastStatus: "PENDING", version: 2 })],
      },
      { taskArn: null },
    );
    await target.runTask(request, signal);
    const first = await target.describeTask("run-1", "", signal);
    expect(first.snapshots).toMatchObject([
      {
        taskId: "run-1",
        taskArn,
        lastStatus: "PROVISIONING",
        at: new Date(clock.now()).toISOString(),
      },
    ]);
    const second = await target.describeTask("run-1", first.cursor, signal);
    expect(second).toEqual({ snapshots: [], cursor: first.cursor, missing: false });
    const third = await target.describeTask("run-1", second.cursor, signal);
    expect(third.snapshots).toMatchObject([{ lastStatus: "PENDING" }]);
  });

  test("tells both what RunTask answered and what is so by now", async () => {
    const { target } = targetOver(
      { runTask: [one()], describeTasks: [one({ lastStatus: "PENDING", version: 2 })] },
      { taskArn: null },
    );
    await target.runTask(request, signal);
    const { snapshots } = await target.describeTask("run-1", "", signal);
    expect(snapshots.map(({ lastStatus }) => lastStatus)).toEqual(["PROVISIONING", "PENDING"]);
  });

  test("a change is news at the same version too: ECS does not count ACTIVATING and DEACTIVATING (dask read ACTIVATING as failed: B11)", async () => {
    const { target } = targetOver({
      describeTasks: [
        one({ lastStatus: "PENDING", version: 2 }),
        one({ lastStatus: "ACTIVATING", version: 2 }),
      ],
    });
    const { cursor } = await target.describeTask("run-1", "", signal);
    const { snapshots } = await target.describeTask("run-1", cursor, signal);
    expect(snapshots).toMatchObject([{ lastStatus: "ACTIVATING" }]);
    expect(snapshots[0]).not.toHaveProperty("stopCode");
  });

  test.each([
    ["MISSING", missing],
    ["an answer without task and failure", { tasks: [], failures: [] }],
    ["an empty answer", {}],
  ])("%s is a missing task, no success (h3poteto: B7)", async (_what, answer) => {
    const { target } = targetOver({ describeTasks: [one(), answer] });
    const { cursor } = await target.describeTask("run-1", "", signal);
    expect(await target.describeTask("run-1", cursor, signal)).toEqual({
      snapshots: [],
      cursor,
      missing: true,
    });
  });

  test("a task that ECS does not know yet is told as RunTask had it", async () => {
    const { target } = targetOver(
      { runTask: [one()], describeTasks: [missing] },
      { taskArn: null },
    );
    await target.runTask(request, signal);
    const { snapshots, missing: isMissing } = await target.describeTask("run-1", "", signal);
    expect([snapshots.length, isMissing]).toEqual([1, true]);
  });

  test("another failure, and an error, reach the caller, who goes on (h3poteto ended the watch: B5)", async () => {
    const { target } = targetOver({
      describeTasks: [
        { failures: [{ reason: "ACCESS", detail: "no" }] },
        thrownByAws("ThrottlingException", "Rate exceeded"),
        one(),
      ],
    });
    await expect(target.describeTask("run-1", "", signal)).rejects.toThrow("ACCESS: no");
    await expect(target.describeTask("run-1", "", signal)).rejects.toThrow("throttles");
    expect((await target.describeTask("run-1", "", signal)).snapshots).toHaveLength(1);
  });
});

describe("addresses", () => {
  const eni = {
    type: "ElasticNetworkInterface",
    details: [
      { name: "networkInterfaceId", value: "eni-1" },
      { name: "privateIPv4Address", value: "10.0.0.5" },
    ],
  };
  const connected = { attachments: [eni], connectivityAt: new Date(0), version: 2 };

  test("the public one is asked for once, when the interface is connected, and kept", async () => {
    const { target, aws } = targetOver({
      describeTasks: [one({ attachments: [eni] }), one(connected), one({ version: 6 })],
      publicAddressOf: ["198.51.100.7"],
    });
    const first = await target.describeTask("run-1", "", signal);
    const second = await target.describeTask("run-1", first.cursor, signal);
    const third = await target.describeTask("run-1", second.cursor, signal);
    expect(first.snapshots[0]).not.toHaveProperty("publicAddress");
    expect(second.snapshots[0]?.publicAddress).toBe("198.51.100.7");
    expect(third.snapshots[0]).toMatchObject({
      privateAddress: "10.0.0.5",
      publicAddress: "198.51.100.7",
      eniId: "eni-1",
    });
    expect(inputsOf(aws, "publicAddressOf")).toEqual([{ networkInterfaceId: "eni-1" }]);
  });

  test("whoever may not describe interfaces is not asked again, and sees the rest", async () => {
    const { target, aws } = targetOver({
      describeTasks: [one(connected)],
      publicAddressOf: [thrownByAws("UnauthorizedOperation", "You are not authorized")],
    });
    const { snapshots } = await target.describeTask("run-1", "", signal);
    await target.describeTask("run-1", "", signal);
    expect(snapshots[0]?.privateAddress).toBe("10.0.0.5");
    expect(inputsOf(aws, "publicAddressOf")).toHaveLength(1);
  });

  test("a task that has none costs three calls at most, and none where none is assigned", async () => {
    for (const [assignPublicIp, calls] of [
      [true, 3],
      [false, 0],
    ] as const) {
      const { target, aws } = targetOver(
        { describeTasks: [one(connected)] },
        { launch: { assignPublicIp } },
      );
      for (let look = 0; look < 6; look += 1) await target.describeTask("run-1", "", signal);
      expect(inputsOf(aws, "publicAddressOf")).toHaveLength(calls);
    }
  });
});

describe("a run that is gone on with", () => {
  test("finds its task in the cursor", async () => {
    const before = targetOver({ describeTasks: [one()] });
    const { cursor } = await before.target.describeTask("run-1", "", signal);
    const { target, aws } = targetOver({ describeTasks: [one()] }, { taskArn: null });
    expect((await target.describeTask("run-1", cursor, signal)).snapshots).toEqual([]);
    expect(aws.made.map(({ call }) => call)).toEqual(["describeTasks"]);
  });

  test("finds its task by the run id while it runs, with no other filter", async () => {
    const { target, aws } = targetOver(
      { listTasks: [{ taskArns: [taskArn] }], describeTasks: [one()] },
      { taskArn: null },
    );
    expect((await target.describeTask("run-1", "", signal)).snapshots).toHaveLength(1);
    expect(inputsOf(aws, "listTasks")).toEqual([
      { cluster: outputs.clusterArn, startedBy: "run-1" },
    ]);
  });

  test("finds its task among the stopped ones, over all pages, by who started it", async () => {
    const other = awsTask({ taskArn: `${taskArn}0`, startedBy: "run-2" });
    const { target, aws } = targetOver(
      {
        listTasks: [
          { taskArns: [] },
          { taskArns: [`${taskArn}0`], nextToken: "more" },
          { taskArns: [taskArn] },
        ],
        describeTasks: [{ tasks: [other, awsTask({ lastStatus: "STOPPED" })] }],
      },
      { taskArn: null },
    );
    const { snapshots } = await target.describeTask("run-1", "", signal);
    expect(snapshots).toMatchObject([{ taskArn, lastStatus: "STOPPED" }]);
    expect(inputsOf(aws, "listTasks").slice(1)).toEqual([
      { cluster: outputs.clusterArn, desiredStatus: "STOPPED" },
      { cluster: outputs.clusterArn, desiredStatus: "STOPPED", nextToken: "more" },
    ]);
  });

  test("is missing where ECS has forgotten the task", async () => {
    const { target } = targetOver({ listTasks: [{ taskArns: [] }] }, { taskArn: null });
    expect(await target.describeTask("run-1", "", signal)).toEqual({
      snapshots: [],
      cursor: "",
      missing: true,
    });
  });
});

describe("stopping", () => {
  test("calls StopTask with the reason, at most 255 characters of it (h3poteto only said so: B5)", async () => {
    const { target, aws } = targetOver({ stopTask: [{}] });
    await target.stopTask("run-1", "x".repeat(300), signal);
    const [input] = inputsOf(aws, "stopTask");
    expect(input).toMatchObject({ cluster: outputs.clusterArn, task: taskArn });
    expect(input?.["reason"]).toHaveLength(255);
  });

  const notFound = thrownByAws("InvalidParameterException", "The referenced task was not found.");

  test("a task that ECS has forgotten is no error, nor is one that never was", async () => {
    await targetOver({ stopTask: [notFound] }).target.stopTask("run-1", "bye", signal);
    const never = targetOver({ listTasks: [{ taskArns: [] }] }, { taskArn: null });
    await never.target.stopTask("run-1", "bye", signal);
    expect(inputsOf(never.aws, "stopTask")).toEqual([]);
  });

  test("a task that ECS does not know yet is asked for again, so that none is left running", async () => {
    const { target } = targetOver({ runTask: [one()], stopTask: [notFound, {}] });
    await target.runTask(request, signal);
    await expect(target.stopTask("run-1", "bye", signal)).rejects.toThrow("not found");
    await target.stopTask("run-1", "bye", signal);
  });

  test("another error reaches the caller, who tries again", async () => {
    const throttled = thrownByAws("ThrottlingException", "Rate exceeded");
    const { target } = targetOver({ stopTask: [throttled] });
    await expect(target.stopTask("run-1", "bye", signal)).rejects.toThrow("throttles");
  });
});
