import { expect, test } from "vitest";
import { useSomeAwsCredentials } from "../../helpers/aws-credentials.ts";
import { stopTasks } from "../../../automation/environment/stop-tasks.ts";
import { awsApi } from "../../../automation/targets/fargate/aws.ts";
import { runTaskRequest } from "../../../automation/targets/fargate/run-task-request.ts";
import { startEcsDouble } from "../../helpers/ecs-double/double.ts";
import { ordinaryTask } from "../../helpers/ecs-double/scripts-ordinary.ts";

useSomeAwsCredentials();

test("what runs in a cluster is stopped, and waited for", async () => {
  await using double = await startEcsDouble({ script: ordinaryTask({ crawlMs: 3_600_000 }) });
  const { outputs, clock, region, endpoint } = double;
  const aws = awsApi({ region, endpoint });
  const { signal } = new AbortController();
  for (const runId of ["one", "two"]) {
    await aws.runTask(runTaskRequest(outputs, { runId, environment: {} }), signal);
  }
  await double.advance(60_000);
  const stopped = await double.play(stopTasks(outputs.clusterArn, aws, signal, clock));
  expect(stopped).toBe(2);
  const { tasks } = await aws.describeTasks(
    { cluster: outputs.clusterArn, tasks: double.tasks.map(({ arn }) => arn) },
    signal,
  );
  expect(tasks?.map(({ lastStatus }) => lastStatus)).toEqual(["STOPPED", "STOPPED"]);
  expect(await double.play(stopTasks(outputs.clusterArn, aws, signal, clock))).toBe(0);
});
