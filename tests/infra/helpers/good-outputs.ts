import type { StackOutputs } from "../../../infra/outputs.ts";

const arn = (service: string, rest: string): string =>
  `arn:aws:${service}:eu-north-1:123456789012:${rest}`;

/** Outputs of a stack, as they should be. */
export const goodOutputs: StackOutputs = {
  contractVersion: 1,
  project: "mayfly",
  stack: "dev",
  region: "eu-north-1",
  clusterName: "mayfly-dev-1a2b3c4",
  clusterArn: arn("ecs", "cluster/mayfly-dev-1a2b3c4"),
  taskDefinitionArn: arn("ecs", "task-definition/mayfly-crawl-dev:7"),
  taskArn: arn("ecs", "task-definition/mayfly-crawl-dev:7"),
  taskDefinitionFamily: "mayfly-crawl-dev",
  taskDefinitionRevision: 7,
  cpu: 256,
  memoryMiB: 1024,
  cpuArchitecture: "X86_64",
  containerNames: { selenium: "selenium", crawler: "crawler" },
  images: { selenium: "selenium/standalone-chrome:4.41.0", crawler: "kiwi/crawler:1" },
  taskRoleArn: "arn:aws:iam::123456789012:role/task",
  executionRoleArn: "arn:aws:iam::123456789012:role/execution",
  vpcId: "vpc-1",
  subnetIds: ["subnet-1", "subnet-2"],
  securityGroupIds: ["sg-1"],
  assignPublicIp: true,
  capacity: "onDemand",
  logGroupName: "/ecs/mayfly-crawl-dev",
  logStreamPrefix: "crawl",
  resultsBucketName: "mayfly-dev-1a2b3c4",
  resultsPrefix: "runs/",
  resultsPlaces: null,
  eventQueueUrl: "https://sqs.eu-north-1.amazonaws.com/123456789012/mayfly-dev",
  eventQueueArn: arn("sqs", "mayfly-dev"),
  consoleUrls: { cluster: "a", taskDefinition: "b", logGroup: "c", resultsBucket: "d" },
  expiresAt: "2026-03-01T00:00:00.000Z",
  timeLimitSeconds: null,
};
