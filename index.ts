/** The Pulumi program: configuration, components in the order of what they need, stack outputs. */
import "./infra/stack-traces.ts";
import * as pulumi from "@pulumi/pulumi";
import { readAccount } from "./infra/account.ts";
import { CrawlCluster } from "./infra/cluster.ts";
import { readConfig } from "./infra/config.ts";
import { timeLimitOf } from "./infra/config/environments.ts";
import { consoleUrls as consoleUrlsOf } from "./infra/console-urls.ts";
import { containerNames as names } from "./infra/container-definitions.ts";
import { engineFor } from "./infra/docker-engine.ts";
import { checkSubnets } from "./infra/given-subnets.ts";
import { Expiry } from "./infra/expiry.ts";
import { CrawlerImage } from "./infra/image.ts";
import { Lifetime } from "./infra/lifetime.ts";
import { CrawlLogs } from "./infra/logs.ts";
import { resourceName } from "./infra/name.ts";
import { CrawlNetwork } from "./infra/network.ts";
import { stackOutputsVersion } from "./infra/outputs.ts";
import { RegistryCredentials } from "./infra/registry-credentials.ts";
import { ResultsBucket } from "./infra/results.ts";
import { TaskRoles } from "./infra/roles.ts";
import { tagsOf } from "./infra/tags.ts";
import { CrawlTaskDefinition } from "./infra/task-definition.ts";
import { TaskEvents } from "./infra/task-events.ts";

export const project = pulumi.getProject();
export const stack = pulumi.getStack();
const config = readConfig();
const name = resourceName(project, stack);
const [hasEngine, account] = await Promise.all([
  engineFor(config.crawlerImage, pulumi.runtime.isDryRun()),
  readAccount(),
]);
await checkSubnets(config.network, config.assignPublicIp);

const lifetime = new Lifetime(name, { ttlMs: config.ttlMs });
const { createdAt } = lifetime;
const tags = tagsOf({
  ...{ project, stack, createdAt, expiresAt: lifetime.expiresAt },
  more: config.tags,
});

const image = new CrawlerImage(name, {
  image: config.crawlerImage,
  token: config.registryToken,
  cpuArchitecture: config.cpuArchitecture,
  hasEngine,
});
const credentials = config.privateImage
  ? new RegistryCredentials(name, {
      username: config.crawlerImage.registryUser ?? "",
      token: config.registryToken ?? "",
      tags,
    })
  : undefined;
const network = new CrawlNetwork(name, {
  network: config.network,
  region: account.region,
  tags,
});
const cluster = new CrawlCluster(name, {
  capacity: config.capacity,
  containerInsights: config.containerInsights,
  logRetentionDays: config.logRetentionDays,
  tags,
});
const expiry =
  config.ttlMs === null
    ? []
    : [
        new Expiry(name, {
          ...account,
          clusterArn: cluster.arn,
          expiresAt: lifetime.expiresAt,
          tags,
        }),
      ];
const logs = new CrawlLogs(name, {
  family: config.family,
  retentionDays: config.logRetentionDays,
  tags,
});
const results = new ResultsBucket(name, { retentionDays: config.resultsRetentionDays, tags });
const events = config.taskEvents
  ? new TaskEvents(name, { clusterArn: cluster.arn, tags })
  : undefined;
const roles = new TaskRoles(name, {
  ...account,
  logGroupArn: logs.groupArn,
  logStreamPrefix: logs.streamPrefix,
  bucketArn: results.arn,
  resultsPrefix: results.prefix,
  resultsPlaces: config.resultsPlaces,
  secretArn: credentials?.secretArn,
  images: [config.seleniumImage, image.reference],
  tags,
});
const taskDefinition = new CrawlTaskDefinition(name, {
  config,
  region: account.region,
  crawlerImage: image.reference,
  logGroupName: logs.groupName,
  logStreamPrefix: logs.streamPrefix,
  executionRoleArn: roles.executionRoleArn,
  taskRoleArn: roles.taskRoleArn,
  pullSecretArn: credentials?.secretArn,
  tags,
  // No task can be started before what ends it is armed.
  after: expiry,
});

// The stack outputs: infra/outputs.ts says what each is, and a test that they are all here.
export const contractVersion = stackOutputsVersion;
export const region = account.region;
export const clusterName = cluster.clusterName;
export const clusterArn = cluster.arn;
export const taskDefinitionArn = taskDefinition.arn;
export const taskArn = taskDefinition.arn;
export const taskDefinitionFamily = taskDefinition.family;
export const taskDefinitionRevision = taskDefinition.revision;
export const cpu = config.cpu;
export const memoryMiB = config.memoryMiB;
export const cpuArchitecture = config.cpuArchitecture;
export const containerNames = names;
export const images = { selenium: config.seleniumImage, crawler: image.reference };
export const taskRoleArn = roles.taskRoleArn;
export const executionRoleArn = roles.executionRoleArn;
export const vpcId = network.vpcId;
export const subnetIds = network.subnetIds;
export const securityGroupIds = [network.securityGroupId];
export const assignPublicIp = config.assignPublicIp;
export const capacity = config.capacity;
export const logGroupName = logs.groupName;
export const logStreamPrefix = logs.streamPrefix;
export const resultsBucketName = results.bucketName;
export const resultsPrefix = results.prefix;
export const resultsPlaces = config.resultsPlaces.length === 0 ? null : config.resultsPlaces;
export const eventQueueUrl = events?.queueUrl ?? null;
export const eventQueueArn = events?.queueArn ?? null;
export const consoleUrls = pulumi
  .all([clusterName, taskDefinitionFamily, taskDefinitionRevision, logGroupName, resultsBucketName])
  .apply(([cluster, family, revision, logGroup, bucket]) =>
    consoleUrlsOf({ region, cluster, family, revision, logGroup, bucket }),
  );
export const expiresAt = lifetime.expiresAt;
export const timeLimitSeconds = timeLimitOf(config.crawlerEnvironment);
