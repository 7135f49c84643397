import { expect, test } from "vitest";
import { DescribeTogether } from "../../../../automation/targets/fargate/describe-together.ts";
import { awsTask, fakeClock, inputsOf, outputs, scriptedAws, signal } from "./fakes.ts";

const cluster = outputs.clusterArn;
const arns = (count: number) => Array.from({ length: count }, (_, index) => `task-${index}`);
const knows = (...taskArns: string[]) => ({
  tasks: taskArns.map((taskArn) => awsTask({ taskArn })),
  failures: [{ arn: "task-9", reason: "MISSING" }],
});

test("looks at the same time are one call, and each hears of its own task alone", async () => {
  const aws = scriptedAws({ describeTasks: [knows("task-1", "task-0")] });
  const shared = new DescribeTogether(fakeClock(), cluster).share(aws);
  const looks = ["task-0", "task-1", "task-9"].map((task) =>
    shared.describeTasks({ cluster, tasks: [task] }, signal),
  );
  const answers = await Promise.all(looks);
  expect(inputsOf(aws, "describeTasks")).toEqual([
    { cluster, tasks: ["task-0", "task-1", "task-9"] },
  ]);
  expect(answers.map(({ tasks }) => tasks?.map(({ taskArn }) => taskArn))).toEqual([
    ["task-0"],
    ["task-1"],
    [],
  ]);
  expect(answers[2]?.failures).toEqual([{ arn: "task-9", reason: "MISSING" }]);
});

test("no call is about more than a hundred tasks", async () => {
  const aws = scriptedAws({ describeTasks: [{ tasks: [] }] });
  const shared = new DescribeTogether(fakeClock(), cluster).share(aws);
  const looks = arns(150).map((task) => shared.describeTasks({ cluster, tasks: [task] }, signal));
  await Promise.all(looks);
  const sizes = inputsOf(aws, "describeTasks").map(({ tasks }) => (tasks as string[]).length);
  expect(sizes).toEqual([100, 50]);
});

test("who leaves does not end the look of the others; an error is everybody's", async () => {
  const aws = scriptedAws({ describeTasks: [new Error("throttled"), knows("task-1")] });
  const shared = new DescribeTogether(fakeClock(), cluster).share(aws);
  const look = (task: string, own = signal) =>
    shared.describeTasks({ cluster, tasks: [task] }, own);
  const failed = await Promise.allSettled([look("task-0"), look("task-1")]);
  expect(failed.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  const leaving = new AbortController();
  const left = look("task-0", leaving.signal);
  const stays = look("task-1");
  leaving.abort(new Error("left"));
  await expect(left).rejects.toThrow("left");
  expect((await stays).tasks).toHaveLength(1);
});
