import { describe, expect, test } from "vitest";
import { launch } from "../../../../automation/targets/fargate/launch.ts";
import type { FargateLaunchOptions } from "../../../../automation/targets/fargate/run-task-request.ts";
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

const started = { tasks: [awsTask()] };
const noTasks = { taskArns: [] };
const noCapacity = { failures: [{ reason: "Capacity is unavailable at this time." }] };

/** Launches a run over a script; tells what happened, also when it failed. */
async function launching(script: Script, options: FargateLaunchOptions = {}, retryMs = 60_000) {
  const aws = scriptedAws({ listTasks: [noTasks], ...script });
  const clock = fakeClock();
  const told: string[] = [];
  const outcome = await launch(
    {
      outputs,
      runId: "run-1",
      environment: {},
      options,
      aws,
      clock,
      tell: (message) => told.push(message),
      random: () => 1,
      retryMs,
    },
    signal,
  ).then(
    (task) => task.taskArn,
    (error: unknown) => (error as Error).message,
  );
  const requests = inputsOf(aws, "runTask");
  return { outcome, told, slept: clock.slept, requests, made: aws.made };
}

test("a task that ECS takes costs one call and no waiting", async () => {
  const { outcome, made, slept, told } = await launching({ runTask: [started] });
  expect(outcome).toBe(taskArn);
  expect(made.map(({ call }) => call)).toEqual(["runTask"]);
  expect([slept, told]).toEqual([[], []]);
});

describe("an answer of 200 is no started task", () => {
  test("failures come first (Copilot ignored them: B2)", async () => {
    const { outcome } = await launching({
      runTask: [{ tasks: [], failures: [{ reason: "ACCESS_DENIED", detail: "no such subnet" }] }],
    });
    expect(outcome).toBe("ECS did not start the task: ACCESS_DENIED, no such subnet.");
  });

  test("failures come first also beside a task (Copilot: B2)", async () => {
    const { outcome } = await launching({
      runTask: [{ ...started, failures: [{ reason: "MISSING", arn: "arn:aws:ecs:x" }] }],
    });
    expect(outcome).toBe("ECS did not start the task: MISSING, arn:aws:ecs:x.");
  });

  test("the reason reaches the caller (SST had read the body already: B8)", async () => {
    const { outcome } = await launching({
      runTask: [{ tasks: [], failures: [{ reason: "RESOURCE:FARGATE" }] }],
    });
    expect(outcome).toContain("RESOURCE:FARGATE");
  });

  test("no task and no failure is an error of its own (h3poteto said success: B7)", async () => {
    const { outcome } = await launching({ runTask: [{ tasks: [], failures: [] }] });
    expect(outcome).toBe("ECS answered RunTask with neither a task nor a reason; try again.");
  });
});

describe("what may work later is tried again, with the same client token", () => {
  test.each([
    ["throttling", thrownByAws("ThrottlingException", "Rate exceeded")],
    ["throttling in disguise", thrownByAws("InvalidParameterException", "Throttling")],
    ["a fault of AWS", thrownByAws("ServerException", "oops", 500)],
    ["no connection", thrownByAws("TimeoutError", "no answer within 15 seconds")],
    ["no capacity", noCapacity],
    ["no network interface", { failures: [{ reason: "RESOURCE:ENI" }] }],
  ])("%s", async (_what, answer) => {
    const { outcome, requests, slept, told } = await launching({
      runTask: [answer, answer, started],
    });
    expect(outcome).toBe(taskArn);
    expect(requests.map(({ clientToken }) => clientToken)).toEqual(Array(3).fill("run-1_FARGATE"));
    expect(slept).toEqual([1000, 2000]);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^The task could not be started yet: .+\. Trying again\.$/);
  });

  test("until the deadline, and then the last reason is told", async () => {
    const { outcome, slept } = await launching({ runTask: [noCapacity] }, {}, 100_000);
    expect(outcome).toContain("ECS has no capacity for the task in eu-north-1");
    expect(slept).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });

  test("without a connection for half a minute only", async () => {
    const refused = thrownByAws("TimeoutError", "no answer");
    const { slept } = await launching({ runTask: [refused] }, {}, 600_000);
    expect(slept.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(30_000);
  });
});

test.each([
  ["AccessDeniedException", "User: me is not authorized to perform: ecs:RunTask", "ecs:RunTask"],
  ["ClientException", "TaskDefinition is inactive", "deregistered"],
  ["ClusterNotFoundException", "Cluster not found.", "mayfly up"],
  ["ExpiredTokenException", "The security token is expired", "log in again"],
  ["ConflictException", "used", "This run id was used with other parameters"],
])("%s is told at once and not tried again", async (name, message, sentence) => {
  const { outcome, requests } = await launching({ runTask: [thrownByAws(name, message)] });
  expect(outcome).toContain(sentence);
  expect(requests).toHaveLength(1);
});

test("a task whose answer was lost is found by the run id and watched", async () => {
  const { outcome } = await launching({
    runTask: [thrownByAws("TimeoutError", "no answer")],
    listTasks: [{ taskArns: [taskArn] }],
    describeTasks: [{ tasks: [awsTask()] }],
  });
  expect(outcome).toBe(taskArn);
});

describe("spot preferred", () => {
  const options = { capacity: "spotPreferred" } as const;
  const providers = (requests: readonly Readonly<Record<string, unknown>>[]) =>
    requests.map(({ clientToken }) => clientToken);

  test("goes on demand at once where spot has no capacity, and says so", async () => {
    const { outcome, requests, told, slept } = await launching(
      { runTask: [noCapacity, started] },
      options,
    );
    expect(outcome).toBe(taskArn);
    expect(providers(requests)).toEqual(["run-1_FARGATE_SPOT", "run-1_FARGATE"]);
    expect(slept).toEqual([]);
    expect(told).toEqual([
      "FARGATE_SPOT has no capacity in eu-north-1 (Capacity is unavailable at this time.); going on with FARGATE.",
    ]);
  });

  test("stays on spot where it is only throttled", async () => {
    const throttled = thrownByAws("ThrottlingException", "Rate exceeded");
    const { requests } = await launching({ runTask: [throttled, started] }, options);
    expect(providers(requests)).toEqual(["run-1_FARGATE_SPOT", "run-1_FARGATE_SPOT"]);
  });

  test("does not fall back for what on demand would refuse as well", async () => {
    const denied = thrownByAws("AccessDeniedException", "not authorized to perform: ecs:RunTask");
    const { requests } = await launching({ runTask: [denied] }, options);
    expect(requests).toHaveLength(1);
  });

  test("a second start of a run that had fallen back asks for the same task again", async () => {
    const { outcome, requests } = await launching(
      {
        listTasks: [{ taskArns: [taskArn] }],
        describeTasks: [{ tasks: [awsTask()] }],
        runTask: [started],
      },
      options,
    );
    expect(outcome).toBe(taskArn);
    expect(providers(requests)).toEqual(["run-1_FARGATE"]);
  });

  test("whoever may not list tasks may start one", async () => {
    const denied = thrownByAws("AccessDeniedException", "not authorized to perform: ecs:ListTasks");
    const { outcome } = await launching({ listTasks: [denied], runTask: [started] }, options);
    expect(outcome).toBe(taskArn);
  });

  test("spot alone never becomes on demand", async () => {
    const { requests } = await launching({ runTask: [noCapacity] }, { capacity: "spot" }, 3000);
    expect(new Set(providers(requests))).toEqual(new Set(["run-1_FARGATE_SPOT"]));
  });
});
