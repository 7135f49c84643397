/**
 * A crawl on a schedule: EventBridge Scheduler starts the task of a Mayfly stack, with no machine of yours. The stack stays up
 * and costs nothing between crawls but storage; its `ttl` must be `never`. `mayfly results scheduled-ID --stack dev` fetches
 * what a crawl kept, where ID is the last part of a folder in the bucket. In a copy of this folder, with the Pulumi backend that
 * has the Mayfly stack:
 *
 * ```sh
 * npm install && pulumi stack init nightly
 * pulumi config set aws:region eu-north-1
 * pulumi config set environment organization/mayfly/dev
 * pulumi config set --path 'urls[0]' https://example.com/
 * pulumi up
 * ```
 *
 * The schedule follows each `mayfly up` of that stack by itself; where it was taken down and brought up again, `pulumi up` here.
 */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const stack = new pulumi.StackReference(config.require("environment"));
const output = (name: string): pulumi.Output<string> =>
  stack.requireOutput(name) as pulumi.Output<string>;
const list = (name: string): pulumi.Output<string[]> =>
  stack.requireOutput(name) as pulumi.Output<string[]>;

// Without a revision: ECS takes the latest. Each change of the Mayfly stack makes another one and ends the one before.
const family = output("taskDefinitionArn").apply((arn) => arn.replace(/:\d+$/, ""));

/** The scheduler may start this one task in this one cluster, and hand it its two roles. */
const role = new aws.iam.Role("scheduler", {
  assumeRolePolicy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "scheduler.amazonaws.com" },
        Action: "sts:AssumeRole",
      },
    ],
  }),
});
new aws.iam.RolePolicy("scheduler", {
  role: role.name,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: "ecs:RunTask",
        Resource: [family, pulumi.interpolate`${family}:*`],
        Condition: { ArnEquals: { "ecs:cluster": output("clusterArn") } },
      },
      {
        // The tags of the task definition, by which `mayfly reap` and bills know the task.
        Effect: "Allow",
        Action: "ecs:TagResource",
        Resource: output("clusterArn").apply((arn) => `${arn.replace(":cluster/", ":task/")}/*`),
        Condition: { StringEquals: { "ecs:CreateAction": "RunTask" } },
      },
      {
        Effect: "Allow",
        Action: "iam:PassRole",
        Resource: [output("taskRoleArn"), output("executionRoleArn")],
        Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
      },
    ],
  }),
});

// Each crawl has a place of its own: the scheduler puts its execution's id in.
const results = pulumi.interpolate`s3://${output("resultsBucketName")}/${output("resultsPrefix")}scheduled-<aws.scheduler.execution-id>`;
const variables = {
  MAYFLY_URLS: config.requireObject<string[]>("urls").join(" "),
  MAYFLY_MAX_PAGES: String(config.getNumber("maxPages") ?? 500),
  // The task ends by itself.
  MAYFLY_TIME_LIMIT: "3000",
  MAYFLY_RESULTS: results,
};
const containerNames = stack.requireOutput("containerNames") as pulumi.Output<{ crawler: string }>;

export const schedule = new aws.scheduler.Schedule("crawl", {
  scheduleExpression: config.get("cron") ?? "cron(0 4 * * ? *)",
  scheduleExpressionTimezone: config.get("timezone") ?? "UTC",
  flexibleTimeWindow: { mode: "OFF" },
  target: {
    arn: output("clusterArn"),
    roleArn: role.arn,
    ecsParameters: {
      taskDefinitionArn: family,
      launchType: "FARGATE",
      referenceId: "scheduled",
      propagateTags: "TASK_DEFINITION",
      networkConfiguration: {
        subnets: list("subnetIds"),
        securityGroups: list("securityGroupIds"),
        assignPublicIp: stack.requireOutput("assignPublicIp") as pulumi.Output<boolean>,
      },
    },
    input: pulumi.jsonStringify({
      containerOverrides: [
        {
          name: containerNames.crawler,
          environment: Object.entries(variables).map(([name, value]) => ({ name, value })),
        },
      ],
    }),
    // A crawl that could not be started is tried again once; an old one is not caught up on.
    retryPolicy: { maximumRetryAttempts: 1, maximumEventAgeInSeconds: 3600 },
  },
}).name;
