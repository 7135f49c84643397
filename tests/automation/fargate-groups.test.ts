import { expect, test, vi } from "vitest";
import { useSomeAwsCredentials } from "../helpers/aws-credentials.ts";
import {
  accessDenied,
  asksForSpot,
  noCapacity,
  runTaskFails,
  throttled,
} from "../helpers/ecs-double/fault-answers.ts";
import { ordinaryTask } from "../helpers/ecs-double/scripts-ordinary.ts";
import { runGroupOnDouble, runOnDouble } from "../helpers/fargate-run.ts";

useSomeAwsCredentials();
// A hundred tasks are much work for the double, though little time passes.
vi.setConfig({ testTimeout: 120_000 });

const countOf = (calls: readonly { operation: string }[], operation: string): number =>
  calls.filter((call) => call.operation === operation).length;

test("many tasks are started ten at a time, and each has its own run, life and end", async () => {
  const script = Array.from({ length: 23 }, (_, place) =>
    ordinaryTask({ crawlMs: 60_000 + place * 1000, exitCode: place === 7 ? 9 : 0 }),
  );
  const { runs, awsCalls } = await runGroupOnDouble(23, { script });
  const counts = awsCalls
    .filter(({ operation }) => operation === "RunTask")
    .map(({ input }) => input["count"]);
  expect(counts).toEqual([10, 10, 3]);
  expect(new Set(runs.map(({ record }) => record.task?.taskArn)).size).toBe(23);
  const ends = runs.map(({ record }) => record.outcome?.kind);
  expect(ends.filter((kind) => kind === "failed")).toHaveLength(1);
  expect(ends.filter((kind) => kind === "completed")).toHaveLength(22);
  for (const { states } of runs)
    expect(states.every((state) => !state.endsWith("null"))).toBe(true);
});

/** Tasks whose times differ by some seconds, as those of one RunTask do. */
const differing = (count: number) =>
  Array.from({ length: count }, (_, place) =>
    ordinaryTask({
      crawlMs: 120_000 + (place % 10) * 500,
      healthyAfterMs: 8000 + (place % 7) * 700,
    }),
  );

test.each([
  ["a hundred tasks", 100, { eventQueueUrl: null }],
  ["twenty tasks with the event queue", 20, {}],
])("%s are watched with at most twice the calls that one takes", async (_what, count, outputs) => {
  const script = differing(count);
  const one = await runOnDouble({ script: differing(1), outputs: { eventQueueUrl: null } });
  const { runs, awsCalls } = await runGroupOnDouble(count, { script, outputs });
  expect(runs.every(({ record }) => record.outcome?.kind === "completed")).toBe(true);
  const calls = countOf(awsCalls, "DescribeTasks");
  expect(calls).toBeLessThanOrEqual(2 * (one.calls["DescribeTasks"] ?? 0));
  // Each call is counted once, in the record of one of the runs.
  const counted = runs.reduce(
    (sum, { record }) => sum + (record.calls["ecs:DescribeTasks"] ?? 0),
    0,
  );
  expect(counted).toBe(calls);
});

test("a group whose tasks are started only in part has the rest started after them", async () => {
  const capacity = [{ reason: "Capacity is unavailable at this time." }];
  const { runs, awsCalls } = await runGroupOnDouble(8, {
    prepare: ({ faults }) => {
      faults.on("RunTask", runTaskFails(capacity, 5), { times: 1 });
      faults.on("RunTask", throttled, { times: 2, when: ({ input }) => input["count"] === 3 });
    },
  });
  expect(runs.map(({ record }) => record.outcome?.kind)).toEqual(Array(8).fill("completed"));
  expect(new Set(runs.map(({ record }) => record.task?.taskArn)).size).toBe(8);
  const tokens = awsCalls
    .filter(({ operation }) => operation === "RunTask")
    .map(({ input }) => `${String(input["clientToken"])} ${String(input["count"])}`);
  expect(tokens).toEqual(["scripted_FARGATE 8", ...Array<string>(3).fill("scripted_FARGATE_5 3")]);
});

test("a group that prefers spot goes on demand with the tasks that spot has no place for", async () => {
  const capacity = [{ reason: "Capacity is unavailable at this time." }];
  const { runs } = await runGroupOnDouble(5, {
    options: { launch: { capacity: "spotPreferred" } },
    prepare: ({ faults }) => {
      faults.on("RunTask", runTaskFails(capacity, 2), { times: 1, when: asksForSpot });
      faults.on("RunTask", noCapacity, { when: asksForSpot });
    },
  });
  const spot = Array<string>(2).fill("FARGATE_SPOT");
  expect(runs.map(({ record }) => record.task?.capacityProviderName)).toEqual([
    ...spot,
    ...Array<string>(3).fill("FARGATE"),
  ]);
  const warnings = runs.flatMap(({ record }) => record.warnings);
  expect(warnings).toEqual([
    expect.stringMatching(/FARGATE_SPOT has no capacity.*going on with FARGATE/),
  ]);
});

test("where ECS refuses the tasks, each run of the group says so", async () => {
  const refused = runGroupOnDouble(3, {
    prepare: ({ faults }) => {
      faults.on("RunTask", accessDenied);
    },
  });
  await expect(refused).rejects.toThrow(/ecs:RunTask/);
});

test("a stop of a whole group stops each of its tasks", async () => {
  const { runs, awsCalls } = await runGroupOnDouble(4, {
    script: ordinaryTask({ crawlMs: 3_600_000 }),
    meanwhile: async ({ clock }, control) => {
      await clock.sleep(120_000);
      control.ask({ kind: "signal", signal: "SIGINT" });
    },
  });
  expect(runs.map(({ record }) => record.outcome?.kind)).toEqual(Array(4).fill("stopped"));
  expect(countOf(awsCalls, "StopTask")).toBe(4);
});
