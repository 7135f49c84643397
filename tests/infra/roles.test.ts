import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { TaskRoles, type TaskRolesArgs } from "../../infra/roles.ts";
import { ofType, runParts, type Recording } from "./helpers/program.ts";

const group = "arn:aws:logs:eu-north-1:123456789012:log-group:/ecs/moths";
const usual: TaskRolesArgs = {
  accountId: "123456789012",
  partition: "aws",
  region: "eu-north-1",
  logGroupArn: pulumi.output(group),
  logStreamPrefix: "crawl",
  bucketArn: pulumi.output("arn:aws:s3:::moths"),
  resultsPrefix: "runs/",
  resultsPlaces: [],
  secretArn: undefined,
  images: ["selenium/standalone-chrome:4.41.0"],
  tags: { a: "b" },
};

const run = (changes: Partial<TaskRolesArgs> = {}): Promise<Recording> =>
  runParts(() => {
    const { executionRoleArn, taskRoleArn } = new TaskRoles("moths", { ...usual, ...changes });
    return { executionRoleArn, taskRoleArn };
  });

/** The statements of a role's only policy. */
function statements(recording: Recording, name: string): readonly unknown[] {
  const policies = ofType(recording, "aws:iam/rolePolicy:RolePolicy");
  const [policy, ...more] = policies.filter((one) => one.name === name);
  expect(more).toEqual([]);
  expect(policy?.inputs["role"]).toBe(`${name}-1a2b3c4`);
  const { Version, Statement } = JSON.parse(String(policy?.inputs["policy"])) as {
    Version: string;
    Statement: unknown[];
  };
  expect(Version).toBe("2012-10-17");
  return Statement;
}

const writeLogs = {
  Sid: "WriteLogs",
  Effect: "Allow",
  Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
  Resource: [`${group}:log-stream:crawl/*`],
};

test("there are two roles, which ECS tasks may have: that of the crawler only tasks of this account and region", async () => {
  const recording = await run();
  const roles = ofType(recording, "aws:iam/role:Role");
  expect(roles.map(({ name }) => name)).toEqual(["moths-execution", "moths-task"]);
  expect(ofType(recording, "aws:iam/rolePolicy:RolePolicy")).toHaveLength(2);
  for (const { inputs } of roles) {
    expect(Object.keys(inputs).sort()).toEqual(["assumeRolePolicy", "description", "tags"]);
    expect(inputs["tags"]).toEqual({ a: "b" });
  }
  const ecsTasks = {
    Effect: "Allow",
    Principal: { Service: "ecs-tasks.amazonaws.com" },
    Action: "sts:AssumeRole",
  };
  const fromHere = {
    ArnLike: { "aws:SourceArn": "arn:aws:ecs:eu-north-1:123456789012:*" },
    StringEquals: { "aws:SourceAccount": "123456789012" },
  };
  expect(
    roles.map(({ inputs }) => JSON.parse(String(inputs["assumeRolePolicy"])) as unknown),
  ).toEqual([
    { Version: "2012-10-17", Statement: [ecsTasks] },
    { Version: "2012-10-17", Statement: [{ ...ecsTasks, Condition: fromHere }] },
  ]);
});

test("the ARNs are those of the roles", async () => {
  const { outputs } = await run();
  expect(outputs["executionRoleArn"]).toContain("moths-execution");
  expect(outputs["taskRoleArn"]).toContain("moths-task");
});

test("the crawler may write and read below the runs' prefix and nothing else", async () => {
  expect(statements(await run(), "moths-task")).toEqual([
    {
      Sid: "KeepResults",
      Effect: "Allow",
      Action: ["s3:PutObject", "s3:GetObject", "s3:AbortMultipartUpload"],
      Resource: ["arn:aws:s3:::moths/runs/*"],
    },
    {
      Sid: "FindResults",
      Effect: "Allow",
      Action: ["s3:ListBucket"],
      Resource: ["arn:aws:s3:::moths"],
      Condition: { StringLike: { "s3:prefix": "runs/*" } },
    },
  ]);
});

test("the crawler may do the same in further places that are configured", async () => {
  const resultsPlaces = ["s3://owls/kept/here", "s3://bats"];
  const [keep, ...find] = statements(await run({ resultsPlaces }), "moths-task");
  expect(keep).toMatchObject({
    Resource: ["arn:aws:s3:::moths/runs/*", "arn:aws:s3:::owls/kept/here/*", "arn:aws:s3:::bats/*"],
  });
  const listing = (index: string, bucket: string, prefix: string): object => ({
    ...{ Sid: `FindResults${index}`, Effect: "Allow", Action: ["s3:ListBucket"] },
    Resource: [`arn:aws:s3:::${bucket}`],
    Condition: { StringLike: { "s3:prefix": prefix } },
  });
  expect(find).toEqual([
    listing("", "moths", "runs/*"),
    listing("2", "owls", "kept/here/*"),
    listing("3", "bats", "*"),
  ]);
});

describe("ECS may, to start a task,", () => {
  test("write the log streams of this stack", async () => {
    expect(statements(await run(), "moths-execution")).toEqual([writeLogs]);
  });

  test("read the one secret that private images are pulled with", async () => {
    const secretArn = "arn:aws:secretsmanager:eu-north-1:123456789012:secret:moths-AbCdEf";
    expect(
      statements(await run({ secretArn: pulumi.output(secretArn) }), "moths-execution"),
    ).toEqual([
      writeLogs,
      {
        Sid: "PullPrivateImage",
        Effect: "Allow",
        Action: ["secretsmanager:GetSecretValue"],
        Resource: [secretArn],
      },
    ]);
  });

  test("pull the images that are in ECR, wherever that is", async () => {
    const images = [
      "210987654321.dkr.ecr.eu-west-1.amazonaws.com/team/chrome:4",
      pulumi.output(
        "123456789012.dkr.ecr.eu-north-1.amazonaws.com/crawler@sha256:" + "ab".repeat(32),
      ),
    ];
    expect(statements(await run({ images }), "moths-execution")).toEqual([
      writeLogs,
      {
        Sid: "PullFromEcr",
        Effect: "Allow",
        Action: [
          "ecr:BatchCheckLayerAvailability",
          "ecr:BatchGetImage",
          "ecr:GetDownloadUrlForLayer",
        ],
        Resource: [
          "arn:aws:ecr:eu-north-1:123456789012:repository/crawler",
          "arn:aws:ecr:eu-west-1:210987654321:repository/team/chrome",
        ],
      },
      {
        Sid: "LogInToEcr",
        Effect: "Allow",
        Action: ["ecr:GetAuthorizationToken"],
        Resource: ["*"],
      },
    ]);
  });
});
