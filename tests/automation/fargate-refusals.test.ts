import { expect, test, vi } from "vitest";
import { useSomeAwsCredentials } from "../helpers/aws-credentials.ts";
import { listRunIds } from "../../automation/run/run-folder.ts";
import { runGroup } from "../../automation/run/start-group.ts";
import { run } from "../../automation/run/start-run.ts";
import { awsApi } from "../../automation/targets/fargate/aws.ts";
import { runTaskRequest } from "../../automation/targets/fargate/run-task-request.ts";
import { checkedOutputs } from "../../automation/environment/stack-outputs.ts";
import { accessDenied, expiredToken, failsWith } from "../helpers/ecs-double/fault-answers.ts";
import type { EcsDouble } from "../helpers/ecs-double/double.ts";
import { startQuickDouble } from "../helpers/fargate-program.ts";
import { Workplace } from "../helpers/mayfly.ts";

useSomeAwsCredentials();

const urls = ["http://a.test/"];

/** What a run by the library comes to, on a double where something is wrong. */
async function refusal(prepare: (double: EcsDouble) => unknown) {
  await using double = await startQuickDouble(1000);
  await using workplace = new Workplace();
  vi.stubEnv("AWS_ENDPOINT_URL", double.endpoint);
  await prepare(double);
  const { outputs } = double;
  const started = await run({ urls, outputs, out: workplace.base, runId: "refused" });
  const result = await started.finished;
  return { reason: result?.outcome.reason, exitCode: result?.exitCode, tasks: double.tasks };
}

const another = failsWith(
  "UnrecognizedClientException",
  "The security token included in the request is invalid.",
);

test.each([
  [
    "an inactive task definition",
    ({ faults }: EcsDouble) => (faults.taskDefinitionInactive = true),
    /The task definition cannot be run \(TaskDefinition is inactive\): it was deregistered.*mayfly up/,
  ],
  [
    "a cluster that is gone, or of another region",
    ({ faults }: EcsDouble) => (faults.clusterMissing = true),
    /There is no such ECS cluster in eu-central-1 .*: the stack was taken down, or is in another account/,
  ],
  [
    "access denied",
    ({ faults }: EcsDouble) => faults.on("RunTask", accessDenied),
    /may not do ecs:RunTask on arn:aws:ecs:eu-central-1:\d+:task-definition\/.*; allow it in a policy/,
  ],
  [
    "expired credentials",
    ({ faults }: EcsDouble) => faults.on("RunTask", expiredToken),
    /The AWS credentials have expired .*; log in again/,
  ],
  [
    "credentials that are none",
    ({ faults }: EcsDouble) => faults.on("RunTask", another),
    /AWS does not accept the credentials/,
  ],
  [
    "a run id that was used with other parameters",
    async ({ outputs, endpoint, region }: EcsDouble) => {
      const other = { runId: "refused", environment: { MAYFLY_URLS: "http://b.test/" } };
      await awsApi({ region, endpoint }).runTask(
        runTaskRequest(outputs, other),
        AbortSignal.timeout(10_000),
      );
    },
    /This run id was used with other parameters within the last 24 hours; use another --run-id/,
  ],
])("%s is told in one sentence, with an exit code of its own", async (what, prepare, sentence) => {
  const { reason, exitCode, tasks } = await refusal(prepare);
  expect(reason).toMatch(sentence);
  expect(reason?.split("\n")).toHaveLength(1);
  expect(exitCode).toBe(3);
  // Nothing is left running but what was there before.
  expect(tasks).toHaveLength(what.startsWith("a run id") ? 1 : 0);
});

test("a count that is none, and overrides that ECS would refuse, are refused before there is a run", async () => {
  await using double = await startQuickDouble(1000);
  await using workplace = new Workplace();
  const options = { urls, outputs: double.outputs, out: workplace.base };
  await expect(runGroup({ ...options, count: 0 })).rejects.toThrow(
    "Expected a whole number from 1 to 100 for --count, but got 0.",
  );
  const long = Array.from({ length: 300 }, (_, index) => `http://a.test/${"x".repeat(30)}${index}`);
  // The URLs of one run could be a list among its results; a group has no place that all of its tasks read.
  const group = runGroup({ ...options, urls: long, count: 2 });
  await expect(group).rejects.toThrow(/at most 8192 characters/);
  const header = [`X-Long: ${"x".repeat(9000)}`];
  await expect(run({ ...options, header })).rejects.toThrow(/at most 8192 characters/);
  expect(listRunIds(workplace.base)).toEqual([]);
  expect(double.calls).toEqual([]);
});

test("outputs of a newer contract, and of another program, are refused", async () => {
  await using double = await startQuickDouble(1000);
  const newer = { ...double.outputs, contractVersion: 99 };
  expect(() => checkedOutputs("dev", newer)).toThrow(/contractVersion.*99/);
  expect(() => checkedOutputs("dev", { url: "http://a.test" })).toThrow(/Stack dev: /);
});
