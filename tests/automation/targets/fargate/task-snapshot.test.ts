import { describe, expect, test } from "vitest";
import type { AwsTask } from "../../../../automation/targets/fargate/aws-api.ts";
import { snapshotText } from "../../../../automation/targets/fargate/known-snapshot.ts";
import { fargateSnapshot } from "../../../../automation/targets/fargate/task-snapshot.ts";
import { stateIndex } from "../../../../automation/lifecycle/task-snapshot.ts";
import { awsTask, taskArn } from "./fakes.ts";

const snapshotOf = (changes: Partial<AwsTask>) =>
  fargateSnapshot(awsTask(changes), "run-1", ["selenium"]);

const eni = (type: string) => ({
  type,
  status: "ATTACHED",
  details: [
    { name: "subnetId", value: "subnet-1" },
    { name: "networkInterfaceId", value: "eni-0abc" },
    { name: "privateIPv4Address", value: "10.0.1.17" },
  ],
});

test("a whole task is told whole", () => {
  expect(
    snapshotOf({
      version: 5,
      lastStatus: "STOPPED",
      desiredStatus: "STOPPED",
      stopCode: "EssentialContainerExited",
      stoppedReason: "Essential container in task exited",
      capacityProviderName: "FARGATE_SPOT",
      platformVersion: "1.4.0",
      availabilityZone: "eu-central-1a",
      cpu: "1024",
      memory: "4096",
      ephemeralStorage: { sizeInGiB: 30 },
      attachments: [eni("ElasticNetworkInterface")],
      containers: [
        { name: "selenium", lastStatus: "STOPPED", healthStatus: "UNKNOWN", exitCode: 143 },
        {
          name: "crawler",
          lastStatus: "STOPPED",
          healthStatus: "UNKNOWN",
          exitCode: 0,
          image: "me/crawler",
          imageDigest: "sha256:1",
        },
      ],
      connectivityAt: new Date("2026-11-24T12:00:04.600Z"),
      pullStartedAt: new Date("2026-11-24T12:00:17Z"),
      pullStoppedAt: new Date("2026-11-24T12:00:20Z"),
      startedAt: new Date("2026-11-24T12:00:21Z"),
      executionStoppedAt: new Date("2026-11-24T12:01:00Z"),
      stoppingAt: new Date("2026-11-24T12:01:10.800Z"),
      stoppedAt: new Date("2026-11-24T12:01:23Z"),
    }),
  ).toEqual({
    taskId: "run-1",
    taskArn,
    version: 5,
    lastStatus: "STOPPED",
    desiredStatus: "STOPPED",
    stopCode: "EssentialContainerExited",
    stoppedReason: "Essential container in task exited",
    capacityProviderName: "FARGATE_SPOT",
    platformVersion: "1.4.0",
    availabilityZone: "eu-central-1a",
    cpu: 1024,
    memoryMiB: 4096,
    ephemeralStorageGiB: 30,
    privateAddress: "10.0.1.17",
    eniId: "eni-0abc",
    eniStatus: "ATTACHED",
    containers: [
      { name: "selenium", lastStatus: "STOPPED", healthStatus: "UNKNOWN", exitCode: 143 },
      {
        name: "crawler",
        lastStatus: "STOPPED",
        exitCode: 0,
        image: "me/crawler",
        imageDigest: "sha256:1",
      },
    ],
    createdAt: "2026-11-24T12:00:00.000Z",
    connectivityAt: "2026-11-24T12:00:04.600Z",
    pullStartedAt: "2026-11-24T12:00:17.000Z",
    pullStoppedAt: "2026-11-24T12:00:20.000Z",
    startedAt: "2026-11-24T12:00:21.000Z",
    executionStoppedAt: "2026-11-24T12:01:00.000Z",
    stoppingAt: "2026-11-24T12:01:10.800Z",
    stoppedAt: "2026-11-24T12:01:23.000Z",
  });
});

test("a task that failed to start may have no containers at all", () => {
  const { containers, stopCode } = snapshotOf({ containers: [], stopCode: "TaskFailedToStart" });
  expect([containers, stopCode]).toEqual([[], "TaskFailedToStart"]);
  expect(fargateSnapshot({}, "run-1", [])).toEqual({
    taskId: "run-1",
    version: 0,
    lastStatus: "UNKNOWN",
    desiredStatus: "UNKNOWN",
    containers: [],
  });
});

test("words that ECS may add one day are carried", () => {
  expect(
    snapshotOf({
      lastStatus: "HIBERNATING",
      stopCode: "BecauseOfReasons",
      containers: [{ name: "selenium", lastStatus: "WARMING", healthStatus: "DIZZY" }],
    }),
  ).toMatchObject({
    lastStatus: "HIBERNATING",
    stopCode: "BecauseOfReasons",
    containers: [{ lastStatus: "WARMING", healthStatus: "DIZZY" }],
  });
});

test("the address is found whatever the attachment is called, and in a container", () => {
  expect(snapshotOf({ attachments: [eni("eni")] }).privateAddress).toBe("10.0.1.17");
  const networkInterfaces = [{ privateIpv4Address: "10.0.1.18" }];
  expect(snapshotOf({ containers: [{ name: "crawler", networkInterfaces }] }).privateAddress).toBe(
    "10.0.1.18",
  );
});

test("an absent exit code stays absent: it is no 0 (B1, B3, B10)", () => {
  const { containers } = snapshotOf({ containers: [{ name: "crawler", lastStatus: "STOPPED" }] });
  expect(containers).toEqual([{ name: "crawler", lastStatus: "STOPPED" }]);
});

test("ACTIVATING is on the way, and no failure to start (dask-cloudprovider: B11)", () => {
  const snapshot = snapshotOf({ lastStatus: "ACTIVATING" });
  expect(stateIndex(snapshot.lastStatus)).toBeLessThan(stateIndex("RUNNING"));
  expect(snapshot).not.toHaveProperty("stopCode");
});

describe("the text of a snapshot", () => {
  const containers = [{ name: "selenium" }, { name: "crawler" }];

  test("is the same whatever order ECS lists things in", () => {
    const text = snapshotText(snapshotOf({ containers }));
    expect(snapshotText(snapshotOf({ containers: containers.toReversed() }))).toBe(text);
  });

  test.each<Partial<AwsTask>>([
    { lastStatus: "ACTIVATING" },
    { desiredStatus: "STOPPED" },
    { version: 2 },
    { containers: [{ name: "selenium", healthStatus: "HEALTHY" }, { name: "crawler" }] },
    { pullStartedAt: new Date("2026-11-24T12:00:17Z") },
    { stoppedReason: "because" },
  ])("differs with %j, at the same version too", (changes) => {
    expect(snapshotText(snapshotOf({ containers, ...changes }))).not.toBe(
      snapshotText(snapshotOf({ containers })),
    );
  });
});
