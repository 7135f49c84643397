import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../automation/package-root.ts";
import { readSettings } from "../../crawler/src/read-settings.ts";
import { goodOutputs } from "../infra/helpers/good-outputs.ts";
import { runOnMocks, type Recording } from "../helpers/pulumi-mocks.ts";

const urls = ["https://a.test/", "https://b.test/"];

/** The program of the example, beside a Mayfly stack with these outputs. */
async function runExample(): Promise<Recording> {
  return await runOnMocks(
    {
      project: "scheduled-crawl",
      config: { environment: "organization/mayfly/dev", urls: JSON.stringify(urls) },
      mocks: {
        call: ({ inputs }) => inputs as object,
        newResource: ({ type, name, inputs }) => ({
          id: `${name}-id`,
          state:
            type === "pulumi:pulumi:StackReference"
              ? { ...(inputs as object), outputs: goodOutputs }
              : { ...(inputs as object), name, arn: `arn:aws:iam::123456789012:role/${name}` },
        }),
      },
    },
    async () => ({ ...((await import("../../examples/scheduled-crawl/index.ts")) as object) }),
  );
}

test("the schedule starts the stack's task, with settings that its crawler takes", async () => {
  const { resources, errors } = await runExample();
  expect(errors).toEqual([]);
  const inputs = (type: string) => resources.find((resource) => resource.type === type)?.inputs;
  const schedule = inputs("aws:scheduler/schedule:Schedule");
  const target = schedule?.["target"] as {
    readonly input: string;
    readonly arn: string;
    readonly ecsParameters: Readonly<Record<string, unknown>>;
  };
  const { clusterArn, subnetIds, securityGroupIds } = goodOutputs;
  // No revision, which the next change of the stack would end.
  const family = "arn:aws:ecs:eu-north-1:123456789012:task-definition/mayfly-crawl-dev";
  expect(schedule).toMatchObject({ scheduleExpression: "cron(0 4 * * ? *)" });
  expect(target.arn).toBe(clusterArn);
  expect(target.ecsParameters).toMatchObject({
    taskDefinitionArn: family,
    networkConfiguration: { subnets: subnetIds, securityGroups: securityGroupIds },
  });
  const { containerOverrides } = JSON.parse(target.input) as {
    readonly containerOverrides: readonly {
      readonly name: string;
      readonly environment: readonly { readonly name: string; readonly value: string }[];
    }[];
  };
  expect(containerOverrides.map(({ name }) => name)).toEqual([goodOutputs.containerNames.crawler]);
  const variables = containerOverrides[0]?.environment ?? [];
  const environment = Object.fromEntries(variables.map(({ name, value }) => [name, value]));
  expect(readSettings(environment)).toMatchObject({ urls, maxPages: 500, timeLimit: 3000 });
  // Below the prefix that the task role may write to, a place for each crawl.
  const { resultsBucketName, resultsPrefix } = goodOutputs;
  expect(environment["MAYFLY_RESULTS"]).toBe(
    `s3://${resultsBucketName}/${resultsPrefix}scheduled-<aws.scheduler.execution-id>`,
  );

  const policy = JSON.parse(String(inputs("aws:iam/rolePolicy:RolePolicy")?.["policy"])) as {
    readonly Statement: readonly { readonly Action: string; readonly Resource: unknown }[];
  };
  const { taskRoleArn, executionRoleArn } = goodOutputs;
  expect(policy.Statement.map(({ Action, Resource }) => [Action, Resource])).toEqual([
    ["ecs:RunTask", [family, `${family}:*`]],
    ["ecs:TagResource", `${clusterArn.replace(":cluster/", ":task/")}/*`],
    ["iam:PassRole", [taskRoleArn, executionRoleArn]],
  ]);
});

test("the example names the packages that Mayfly is tested with", () => {
  const packages = (folder: string) =>
    JSON.parse(readFileSync(join(packageRoot, folder, "package.json"), "utf8")) as {
      readonly dependencies: Readonly<Record<string, string>>;
      readonly devDependencies?: Readonly<Record<string, string>>;
    };
  const { dependencies, devDependencies } = packages(".");
  expect({ ...dependencies, ...devDependencies }).toMatchObject(
    packages("examples/scheduled-crawl").dependencies,
  );
});
