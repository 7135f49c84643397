import { expect, test, vi } from "vitest";
import { useSomeAwsCredentials } from "../../helpers/aws-credentials.ts";
import { adoptRuns } from "../../../automation/run/adopt-runs.ts";
import { glance } from "../../../automation/run/glance.ts";
import { readRecord } from "../../../automation/run/record.ts";
import { resumeRun } from "../../../automation/run/start-run.ts";
import { awsApi } from "../../../automation/targets/fargate/aws.ts";
import { runTaskRequest } from "../../../automation/targets/fargate/run-task-request.ts";
import type { EcsDouble } from "../../helpers/ecs-double/double.ts";
import { startQuickDouble } from "../../helpers/fargate-program.ts";
import { Workplace } from "../../helpers/mayfly.ts";
import { violations } from "../../helpers/schemas.ts";

useSomeAwsCredentials();

/** Starts tasks as a run on another machine does. */
async function startElsewhere(double: EcsDouble, runId: string, count = 1) {
  vi.stubEnv("AWS_ENDPOINT_URL", double.endpoint);
  const { outputs, region, endpoint } = double;
  const aws = awsApi({ region, endpoint });
  const environment = { MAYFLY_URLS: "http://a.test/ http://b.test/", MAYFLY_MAX_PAGES: "5" };
  const signal = AbortSignal.timeout(10_000);
  await aws.runTask(runTaskRequest(outputs, { runId, environment, count }), signal);
  return { outputs, signal };
}

test("a run without a record is found by its id among the stack's tasks, and seen to its end", async () => {
  await using double = await startQuickDouble(2000);
  await using workplace = new Workplace();
  const { outputs, signal } = await startElsewhere(double, "elsewhere");
  const { folders, groupId } = await adoptRuns(workplace.base, "elsewhere", outputs);
  expect(groupId).toBeNull();
  const [folder] = folders;
  const record = readRecord(folder);
  expect(violations("run-record", record)).toEqual([]);
  expect(record).toMatchObject({
    ...{ runId: "elsewhere", urls: ["http://a.test/", "http://b.test/"], status: "running" },
    settings: { MAYFLY_MAX_PAGES: "5" },
    task: { taskArn: expect.any(String) as string },
  });
  expect(await glance(folder, signal)).toBe(true);
  const result = await resumeRun(folder)?.finished;
  expect(result?.outcome.kind).toBe("completed");
  expect(double.tasks).toHaveLength(1);
}, 60_000);

test("a group without records becomes a run for each task, and one of them can be named", async () => {
  await using double = await startQuickDouble(3_600_000);
  await using workplace = new Workplace();
  const { outputs } = await startElsewhere(double, "many", 3);
  const { folders, groupId } = await adoptRuns(workplace.base, "many", outputs);
  expect(groupId).toBe("many");
  expect(folders.map(({ runId }) => runId)).toEqual(["many-1", "many-2", "many-3"]);
  expect(new Set(folders.map((folder) => readRecord(folder).task?.taskArn)).size).toBe(3);
  await using other = new Workplace();
  const one = await adoptRuns(other.base, "many-2", outputs);
  expect(one.folders.map(({ runId }) => runId)).toEqual(["many-2"]);
  expect(readRecord(one.folders[0]).task?.taskArn).toBe(
    folders[1] && readRecord(folders[1]).task?.taskArn,
  );
});

test("a run that ECS does not know is refused in one sentence", async () => {
  await using double = await startQuickDouble(2000);
  await using workplace = new Workplace();
  const { outputs } = await startElsewhere(double, "elsewhere");
  await expect(adoptRuns(workplace.base, "another", outputs)).rejects.toThrow(
    /There is no run "another" in .*, and ECS knows no task of it in cluster/,
  );
});
