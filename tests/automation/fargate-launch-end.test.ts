import { writeFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { useSomeAwsCredentials } from "../helpers/aws-credentials.ts";
import { run } from "../../automation/run/start-run.ts";
import type { RunOptions } from "../../automation/run/run-options.ts";
import { noCapacity, slow } from "../helpers/ecs-double/fault-answers.ts";
import type { EcsDouble } from "../helpers/ecs-double/double.ts";
import { startQuickDouble } from "../helpers/fargate-program.ts";
import { eventually, Workplace } from "../helpers/mayfly.ts";

useSomeAwsCredentials();
// ECS is asked for a while whether a request that was cut short has started a task after all.
vi.setConfig({ testTimeout: 90_000 });

/** Begins a run by the library, on a double with the time of day. */
async function begin(double: EcsDouble, workplace: Workplace, options: Partial<RunOptions> = {}) {
  vi.stubEnv("AWS_ENDPOINT_URL", double.endpoint);
  const { outputs } = double;
  return await run({ urls: ["http://a.test/"], outputs, out: workplace.base, ...options });
}

const hasAsked = (double: EcsDouble) => () =>
  double.calls.find(({ operation }) => operation === "RunTask");

test("a launch that finds no capacity ends with --start-timeout", async () => {
  await using double = await startQuickDouble(1000);
  await using workplace = new Workplace();
  double.faults.on("RunTask", noCapacity);
  const started = await begin(double, workplace, { startTimeoutSeconds: 2 });
  const result = await started.finished;
  expect(result?.outcome.kind).toBe("timedOut");
  expect(double.tasks).toHaveLength(0);
});

test("a launch that finds no capacity ends when another process asks for the stop", async () => {
  await using double = await startQuickDouble(1000);
  await using workplace = new Workplace();
  double.faults.on("RunTask", noCapacity);
  const started = await begin(double, workplace, { runId: "asked" });
  await eventually(hasAsked(double), "ECS was asked for the task");
  writeFileSync(`${started.path}/stop-requested`, "");
  expect(await started.outcome).toMatchObject({
    kind: "stopped",
    reason: "Stopped by mayfly stop.",
  });
});

test("a task whose start was cut short is stopped as soon as ECS tells of it", async () => {
  await using double = await startQuickDouble(3_600_000);
  await using workplace = new Workplace();
  double.faults.on("RunTask", slow(5000), { times: 1 });
  const started = await begin(double, workplace);
  await eventually(hasAsked(double), "ECS was asked for the task");
  started.stopForSignal("SIGINT");
  const outcome = await started.outcome;
  expect(outcome).toMatchObject({ kind: "stopped", signal: "SIGINT" });
  const stops = double.calls.filter(({ operation }) => operation === "StopTask");
  expect(stops.length).toBe(double.tasks.length);
});
