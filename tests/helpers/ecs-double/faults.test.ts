import { DescribeTaskDefinitionCommand } from "@aws-sdk/client-ecs";
import { expect, test } from "vitest";
import { startWithClients } from "./clients.ts";

test("A task is MISSING right after its start, and an hour after its end", async () => {
  await using aws = await startWithClients();
  aws.double.faults.missingMs = 3_000;
  const [arn = ""] = await aws.runTask();
  expect(await aws.describe(arn)).toBeUndefined();
  await aws.double.advance(3_000);
  expect((await aws.describe(arn))?.lastStatus).toBe("PROVISIONING");
  const { stoppedAt } = (await aws.watch(arn, 5_000)).at(-1) ?? {};
  await aws.double.advance(Number(stoppedAt) + 3_600_000 - aws.double.clock.now());
  expect((await aws.describe(arn))?.lastStatus).toBe("STOPPED");
  await aws.double.advance(1);
  expect(await aws.describe(arn)).toBeUndefined();
});

test("The services' clock can be wrong", async () => {
  await using aws = await startWithClients();
  aws.double.faults.skewMs = -90_000;
  const [arn = ""] = await aws.runTask();
  const skewed = new Date(aws.double.clock.now() - 90_000);
  expect((await aws.describe(arn))?.createdAt).toEqual(skewed);
  const response = await fetch(aws.double.endpoint);
  expect(response.headers.get("date")).toBe(skewed.toUTCString());
});

test("Cluster and task definition can be gone", async () => {
  await using aws = await startWithClients();
  const { faults, outputs } = aws.double;
  faults.taskDefinitionInactive = true;
  await expect(aws.runTask()).rejects.toMatchObject({
    name: "ClientException",
    message: "TaskDefinition is inactive",
  });
  const command = new DescribeTaskDefinitionCommand({ taskDefinition: outputs.taskDefinitionArn });
  expect((await aws.ecs.send(command)).taskDefinition?.status).toBe("INACTIVE");
  faults.clusterMissing = true;
  await expect(aws.describe("x")).rejects.toMatchObject({ name: "ClusterNotFoundException" });
});
