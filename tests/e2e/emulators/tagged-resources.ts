/** What has tags in an account of an emulator, asked of each service: what their tagging APIs know of is a part of it. */
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as ec2 from "@aws-sdk/client-ec2";
import * as ecs from "@aws-sdk/client-ecs";
import * as events from "@aws-sdk/client-eventbridge";
import * as s3 from "@aws-sdk/client-s3";
import * as scheduler from "@aws-sdk/client-scheduler";
import * as secrets from "@aws-sdk/client-secrets-manager";
import * as sfn from "@aws-sdk/client-sfn";
import * as sqs from "@aws-sdk/client-sqs";
import type { AwsAccess } from "../helpers/inventory.ts";

/** A resource and its tags by name. */
export interface Tagged {
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Tags as services have them. */
interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

const byName = (tags: readonly Tag[] = []): Readonly<Record<string, string>> =>
  Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));

/** ECS and Step Functions write small. */
const small = (
  tags: readonly { readonly key?: string | undefined; readonly value?: string | undefined }[] = [],
) => byName(tags.map(({ key, value }) => ({ Key: key, Value: value })));

async function ofEcs(config: AwsAccess): Promise<Tagged[]> {
  const client = new ecs.ECSClient(config);
  const { clusterArns = [] } = await client.send(new ecs.ListClustersCommand());
  const describe = new ecs.DescribeClustersCommand({ clusters: clusterArns, include: ["TAGS"] });
  const { clusters = [] } = await client.send(describe);
  const found = clusters.map(({ clusterArn = "", tags }) => ({
    arn: clusterArn,
    tags: small(tags),
  }));
  // As AWS does, which lists what is inactive, too.
  for (const status of ["ACTIVE", "INACTIVE"] as const) {
    const list = new ecs.ListTaskDefinitionsCommand({ status });
    const { taskDefinitionArns = [] } = await client.send(list);
    for (const arn of taskDefinitionArns) {
      const ask = new ecs.DescribeTaskDefinitionCommand({ taskDefinition: arn, include: ["TAGS"] });
      found.push({ arn, tags: small((await client.send(ask)).tags) });
    }
  }
  return found;
}

async function ofEvents(config: AwsAccess): Promise<Tagged[]> {
  const client = new events.EventBridgeClient(config);
  const { Rules = [] } = await client.send(new events.ListRulesCommand());
  return await Promise.all(
    Rules.map(async ({ Arn: arn = "" }) => {
      const ask = new events.ListTagsForResourceCommand({ ResourceARN: arn });
      return { arn, tags: byName((await client.send(ask)).Tags) };
    }),
  );
}

async function ofQueues(config: AwsAccess): Promise<Tagged[]> {
  const client = new sqs.SQSClient(config);
  const { QueueUrls = [] } = await client.send(new sqs.ListQueuesCommand());
  return await Promise.all(
    QueueUrls.map(async (QueueUrl) => {
      const AttributeNames = ["QueueArn" as const];
      const ask = new sqs.GetQueueAttributesCommand({ QueueUrl, AttributeNames });
      const { Attributes: { QueueArn: arn = "" } = {} } = await client.send(ask);
      const { Tags = {} } = await client.send(new sqs.ListQueueTagsCommand({ QueueUrl }));
      return { arn, tags: Tags };
    }),
  );
}

async function ofExpiry(config: AwsAccess): Promise<Tagged[]> {
  const client = new scheduler.SchedulerClient(config);
  const { ScheduleGroups = [] } = await client.send(new scheduler.ListScheduleGroupsCommand());
  const groups = ScheduleGroups.map(async ({ Arn: arn = "" }) => {
    const ask = new scheduler.ListTagsForResourceCommand({ ResourceArn: arn });
    return { arn, tags: byName((await client.send(ask)).Tags) };
  });
  const states = new sfn.SFNClient(config);
  const { stateMachines = [] } = await states.send(new sfn.ListStateMachinesCommand());
  const machines = stateMachines.map(async ({ stateMachineArn: arn = "" }) => {
    const ask = new sfn.ListTagsForResourceCommand({ resourceArn: arn });
    return { arn, tags: small((await states.send(ask)).tags) };
  });
  return await Promise.all([...groups, ...machines]);
}

async function ofKept(config: AwsAccess): Promise<Tagged[]> {
  const groups = new logs.CloudWatchLogsClient(config);
  const { logGroups = [] } = await groups.send(new logs.DescribeLogGroupsCommand());
  const ofLogs = logGroups.map(async ({ arn: whole = "" }) => {
    const arn = whole.replace(/:\*$/, "");
    const ask = new logs.ListTagsForResourceCommand({ resourceArn: arn });
    return { arn, tags: (await groups.send(ask)).tags ?? {} };
  });
  const keeper = new secrets.SecretsManagerClient(config);
  const { SecretList = [] } = await keeper.send(new secrets.ListSecretsCommand());
  const ofSecrets = SecretList.map(({ ARN: arn = "", Tags }) => ({ arn, tags: byName(Tags) }));
  const store = new s3.S3Client({ ...config, forcePathStyle: true });
  const { Buckets = [] } = await store.send(new s3.ListBucketsCommand());
  const ofBuckets = Buckets.map(async ({ Name: Bucket = "" }) => {
    const asked = store.send(new s3.GetBucketTaggingCommand({ Bucket }));
    // One without tags is an error to S3.
    const { TagSet } = await asked.catch(() => ({ TagSet: [] }));
    return { arn: `arn:aws:s3:::${Bucket}`, tags: byName(TagSet) };
  });
  return [...ofSecrets, ...(await Promise.all([...ofLogs, ...ofBuckets]))];
}

/** Ids of what is in networks. */
async function inNetworks(client: ec2.EC2Client): Promise<ReadonlySet<string | undefined>> {
  const available = [{ Name: "vpc-endpoint-state", Values: ["available"] }];
  const endpoints = new ec2.DescribeVpcEndpointsCommand({ Filters: available });
  const [vpcs, subnets, groups, rules, gateways, tables, gates] = await Promise.all([
    client.send(new ec2.DescribeVpcsCommand()),
    client.send(new ec2.DescribeSubnetsCommand()),
    client.send(new ec2.DescribeSecurityGroupsCommand()),
    client.send(new ec2.DescribeSecurityGroupRulesCommand()),
    client.send(new ec2.DescribeInternetGatewaysCommand()),
    client.send(new ec2.DescribeRouteTablesCommand()),
    client.send(endpoints),
  ]);
  return new Set([
    ...(vpcs.Vpcs ?? []).map(({ VpcId }) => VpcId),
    ...(subnets.Subnets ?? []).map(({ SubnetId }) => SubnetId),
    ...(groups.SecurityGroups ?? []).map(({ GroupId }) => GroupId),
    ...(rules.SecurityGroupRules ?? []).map(({ SecurityGroupRuleId }) => SecurityGroupRuleId),
    ...(gateways.InternetGateways ?? []).map(({ InternetGatewayId }) => InternetGatewayId),
    ...(tables.RouteTables ?? []).map(({ RouteTableId }) => RouteTableId),
    ...(gates.VpcEndpoints ?? []).map(({ VpcEndpointId }) => VpcEndpointId),
  ]);
}

async function ofNetworks(config: AwsAccess): Promise<Tagged[]> {
  const client = new ec2.EC2Client(config);
  const { Tags = [] } = await client.send(new ec2.DescribeTagsCommand());
  const there = await inNetworks(client);
  const found = new Map<string, Record<string, string>>();
  for (const { ResourceId = "", ResourceType = "", Key = "", Value = "" } of Tags) {
    // The emulators go on listing tags of what was deleted.
    if (!there.has(ResourceId)) continue;
    const arn = `arn:aws:ec2:${config.region}:000000000000:${ResourceType}/${ResourceId}`;
    found.set(arn, { ...found.get(arn), [Key]: Value });
  }
  return [...found].map(([arn, tags]) => ({ arn, tags }));
}

/** All of it but roles, which AWS's own API does not know either. */
export async function taggedResources(config: AwsAccess): Promise<readonly Tagged[]> {
  const services = [ofEcs, ofEvents, ofQueues, ofExpiry, ofKept, ofNetworks];
  const found = await Promise.all(services.map(async (ask) => await ask(config)));
  return found.flat().filter(({ tags }) => Object.keys(tags).length > 0);
}
