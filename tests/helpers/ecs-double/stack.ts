import { containerNames } from "../../../infra/container-definitions.ts";
import { consoleUrls } from "../../../infra/console-urls.ts";
import { stackOutputsVersion, type StackOutputs } from "../../../infra/outputs.ts";
import { taskContainers } from "../../../infra/task-containers.ts";

/** The region and the account of every double: those of examples, nobody's. */
export const region = "eu-central-1";
export const account = "123456789012";

/** Who calls, as STS and refusals say it. */
export const callerArn = `arn:aws:sts::${account}:assumed-role/ci/mayfly`;

const ecs = `arn:aws:ecs:${region}:${account}`;
const family = "mayfly-dev";
const queueName = "mayfly-dev-events-1a2b3c4";

/** The outputs of a stack that fits a double, made as the program in `infra/` makes them. */
export function stackOutputs(endpoint: string, changes: Partial<StackOutputs>): StackOutputs {
  const clusterName = "mayfly-dev-0a1b2c3";
  const logGroupName = "/mayfly/mayfly/dev";
  const resultsBucketName = "mayfly-dev-results-4d5e6f7";
  const taskDefinitionArn = `${ecs}:task-definition/${family}:7`;
  return {
    contractVersion: stackOutputsVersion,
    project: "mayfly",
    stack: "dev",
    region,
    clusterName,
    clusterArn: `${ecs}:cluster/${clusterName}`,
    taskDefinitionArn,
    taskArn: taskDefinitionArn,
    taskDefinitionFamily: family,
    taskDefinitionRevision: 7,
    cpu: 1024,
    memoryMiB: 2048,
    cpuArchitecture: "X86_64",
    containerNames,
    images: {
      selenium: "docker.io/selenium/standalone-chrome:4.27.0",
      crawler: `docker.io/example/mayfly-crawler@sha256:${"c4".repeat(32)}`,
    },
    taskRoleArn: `arn:aws:iam::${account}:role/mayfly-dev-task`,
    executionRoleArn: `arn:aws:iam::${account}:role/mayfly-dev-execution`,
    vpcId: "vpc-0123456789abcdef0",
    subnetIds: ["subnet-0aaaaaaaaaaaaaaaa", "subnet-0bbbbbbbbbbbbbbbb"],
    securityGroupIds: ["sg-0123456789abcdef0"],
    assignPublicIp: true,
    capacity: "onDemand",
    logGroupName,
    logStreamPrefix: "crawl",
    resultsBucketName,
    resultsPrefix: "runs/",
    resultsPlaces: null,
    eventQueueUrl: `${endpoint}/${account}/${queueName}`,
    eventQueueArn: `arn:aws:sqs:${region}:${account}:${queueName}`,
    consoleUrls: consoleUrls({
      region,
      cluster: clusterName,
      family,
      revision: 7,
      logGroup: logGroupName,
      bucket: resultsBucketName,
    }),
    expiresAt: null,
    timeLimitSeconds: null,
    ...changes,
  };
}

/** What DescribeTaskDefinition says, with the container definitions that `infra/` declares. */
export function taskDefinition(outputs: StackOutputs, status: "ACTIVE" | "INACTIVE"): object {
  const containers = taskContainers({
    seleniumImage: outputs.images.selenium,
    crawlerImage: outputs.images.crawler,
    region: outputs.region,
    logGroupName: outputs.logGroupName,
    logStreamPrefix: outputs.logStreamPrefix,
    pullSecretArn: () => undefined,
  });
  return {
    taskDefinitionArn: outputs.taskDefinitionArn,
    containerDefinitions: JSON.parse(containers) as unknown,
    family: outputs.taskDefinitionFamily,
    revision: outputs.taskDefinitionRevision,
    taskRoleArn: outputs.taskRoleArn,
    executionRoleArn: outputs.executionRoleArn,
    networkMode: "awsvpc",
    volumes: [{ name: "work" }],
    status,
    requiresCompatibilities: ["FARGATE"],
    compatibilities: ["EC2", "FARGATE"],
    runtimePlatform: {
      cpuArchitecture: outputs.cpuArchitecture,
      operatingSystemFamily: "LINUX",
    },
    cpu: String(outputs.cpu),
    memory: String(outputs.memoryMiB),
  };
}
