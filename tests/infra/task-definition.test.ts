import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { CrawlTaskDefinition } from "../../infra/task-definition.ts";
import { configOf } from "./helpers/config.ts";
import { containersOf, type EcsContainer } from "./helpers/containers.ts";
import { only, runParts, type Recording } from "./helpers/program.ts";

const secret = "arn:aws:secretsmanager:eu-north-1:123456789012:secret:moths";
const type = "aws:ecs/taskDefinition:TaskDefinition";

const run = (
  values: Readonly<Record<string, string>> = {},
  {
    crawlerImage = "docker.io/kiwi/crawler@sha256:1",
    pullSecretArn = undefined as string | undefined,
  } = {},
): Promise<Recording> =>
  runParts(() => {
    const { arn, family, revision } = new CrawlTaskDefinition("moths", {
      config: configOf(values),
      region: "eu-north-1",
      crawlerImage: pulumi.output(crawlerImage),
      logGroupName: pulumi.output("/ecs/moths"),
      logStreamPrefix: "crawl",
      executionRoleArn: pulumi.output("arn:aws:iam::123456789012:role/execution"),
      taskRoleArn: pulumi.output("arn:aws:iam::123456789012:role/task"),
      pullSecretArn: pullSecretArn === undefined ? undefined : pulumi.output(pullSecretArn),
      after: [],
      tags: { a: "b" },
    });
    return { arn, family, revision };
  });

const containers = (recording: Recording): readonly [EcsContainer, EcsContainer] =>
  containersOf(only(recording, type).inputs["containerDefinitions"]);

test("the task is Fargate's, of the seed's size, with both roles and one volume", async () => {
  const recording = await run();
  const { name, inputs } = only(recording, type);
  const { containerDefinitions: _text, ...rest } = inputs;
  expect(name).toBe("moths");
  expect(rest).toEqual({
    family: "mayfly-crawl-dev",
    requiresCompatibilities: ["FARGATE"],
    networkMode: "awsvpc",
    cpu: "256",
    memory: "1024",
    runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: "X86_64" },
    executionRoleArn: "arn:aws:iam::123456789012:role/execution",
    taskRoleArn: "arn:aws:iam::123456789012:role/task",
    volumes: [{ name: "work" }],
    tags: { a: "b" },
  });
  expect(recording.outputs).toEqual({
    arn: "arn:aws:ecs:eu-north-1:123456789012:task-definition/mayfly-crawl-dev:7",
    family: "mayfly-crawl-dev",
    revision: 7,
  });
});

test("size, architecture and family are those of the configuration", async () => {
  const values = { cpu: "1024", memory: "4096", cpuArchitecture: "ARM64", family: "night" };
  const recording = await run(values);
  expect(only(recording, type).inputs).toMatchObject({
    family: "night",
    cpu: "1024",
    memory: "4096",
    runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: "ARM64" },
  });
  expect(containers(recording)[0].image).toBe("selenium/standalone-chromium:4.41.0");
});

test.each([
  ["20", undefined],
  ["21", { sizeInGib: 21 }],
  ["200", { sizeInGib: 200 }],
])("a disk of %s GiB is asked for where it is more than every task has", async (gib, storage) => {
  const recording = await run({ ephemeralStorage: gib });
  expect(only(recording, type).inputs["ephemeralStorage"]).toEqual(storage);
});

test("the volume is the one that the crawler mounts", async () => {
  const recording = await run();
  const [, crawler] = containers(recording);
  expect(crawler).toMatchObject({ mountPoints: [{ sourceVolume: "work" }] });
});

test.each([
  ["selenium/standalone-chrome:3.141.59", "/wd/hub/status"],
  ["selenium/standalone-chrome:4.41.0", "/readyz"],
])("the health check of %s asks for %s", async (seleniumImage, path) => {
  const [{ healthCheck }] = containers(await run({ seleniumImage }));
  expect(healthCheck?.command[1]).toContain(`:4444${path} `);
});

describe("with a secret, pulled with it are", () => {
  test.each([
    [
      "both images of Docker Hub",
      "docker.io/kiwi/crawler:1",
      "selenium/standalone-chrome:4",
      [true, true],
    ],
    [
      "only the crawler's of another registry",
      "ghcr.io/kiwi/crawler:1",
      "selenium/standalone-chrome:4",
      [false, true],
    ],
    [
      "both images of that registry",
      "ghcr.io/kiwi/crawler:1",
      "ghcr.io/kiwi/chrome:4",
      [true, true],
    ],
    [
      "not Selenium's of another registry",
      "kiwi/crawler:1",
      "ghcr.io/kiwi/chrome:4",
      [false, true],
    ],
  ])("%s", async (_what, crawlerImage, seleniumImage, expected) => {
    const recording = await run(
      { crawlerImage, seleniumImage },
      { crawlerImage, pullSecretArn: secret },
    );
    const arns = containers(recording).map(
      (one) => one.repositoryCredentials?.credentialsParameter,
    );
    expect(arns).toEqual(expected.map((needs) => (needs ? secret : undefined)));
  });
});

test("without one, none is", async () => {
  const both = containers(await run());
  expect(both.map(({ repositoryCredentials }) => repositoryCredentials)).toEqual([
    undefined,
    undefined,
  ]);
});
