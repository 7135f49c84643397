import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import * as ec2 from "@aws-sdk/client-ec2";
import {
  DescribeClustersCommand,
  ECSClient,
  ListClustersCommand,
  ListTaskDefinitionsCommand,
} from "@aws-sdk/client-ecs";
import { EventBridgeClient, ListRulesCommand } from "@aws-sdk/client-eventbridge";
import { IAMClient, ListRolesCommand } from "@aws-sdk/client-iam";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import {
  ListScheduleGroupsCommand,
  ListSchedulesCommand,
  SchedulerClient,
} from "@aws-sdk/client-scheduler";
import { ListStateMachinesCommand, SFNClient } from "@aws-sdk/client-sfn";
import { ListSecretsCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";

/** How clients of the SDK reach an account of the emulator. */
export interface AwsAccess {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Everything there is in an account, of every kind that a stack may create: `kind: id`, sorted. */
export async function inventory(config: AwsAccess): Promise<readonly string[]> {
  const ecs = new ECSClient(config);
  const network = new ec2.EC2Client(config);
  const found: Record<string, readonly (string | undefined)[] | undefined> = {
    cluster: await activeClusters(ecs),
    "task definition": (await ecs.send(new ListTaskDefinitionsCommand({ status: "ACTIVE" })))
      .taskDefinitionArns,
    "log group": (
      await new CloudWatchLogsClient(config).send(new DescribeLogGroupsCommand())
    ).logGroups?.map(({ logGroupName }) => logGroupName),
    role: (await new IAMClient(config).send(new ListRolesCommand())).Roles?.map(
      ({ RoleName }) => RoleName,
    ),
    secret: (await new SecretsManagerClient(config).send(new ListSecretsCommand())).SecretList?.map(
      ({ Name }) => Name,
    ),
    bucket: (
      await new S3Client({ ...config, forcePathStyle: true }).send(new ListBucketsCommand())
    ).Buckets?.map(({ Name }) => Name),
    queue: (await new SQSClient(config).send(new ListQueuesCommand())).QueueUrls,
    rule: (await new EventBridgeClient(config).send(new ListRulesCommand())).Rules?.map(
      ({ Name }) => Name,
    ),
    schedule: (await new SchedulerClient(config).send(new ListSchedulesCommand())).Schedules?.map(
      ({ Name }) => Name,
    ),
    "schedule group": (
      await new SchedulerClient(config).send(new ListScheduleGroupsCommand())
    ).ScheduleGroups?.map(({ Name }) => Name),
    "state machine": (
      await new SFNClient(config).send(new ListStateMachinesCommand())
    ).stateMachines?.map(({ name }) => name),
    vpc: (await network.send(new ec2.DescribeVpcsCommand())).Vpcs?.map(({ VpcId }) => VpcId),
    subnet: (await network.send(new ec2.DescribeSubnetsCommand())).Subnets?.map(
      ({ SubnetId }) => SubnetId,
    ),
    "security group": (
      await network.send(new ec2.DescribeSecurityGroupsCommand())
    ).SecurityGroups?.map(({ GroupId }) => GroupId),
    "internet gateway": (
      await network.send(new ec2.DescribeInternetGatewaysCommand())
    ).InternetGateways?.map(({ InternetGatewayId }) => InternetGatewayId),
    "route table": (await network.send(new ec2.DescribeRouteTablesCommand())).RouteTables?.map(
      ({ RouteTableId }) => RouteTableId,
    ),
    "vpc endpoint": (
      await network.send(new ec2.DescribeVpcEndpointsCommand(available))
    ).VpcEndpoints?.map(({ VpcEndpointId }) => VpcEndpointId),
  };
  return Object.entries(found)
    .flatMap(([kind, ids]) => (ids ?? []).map((id) => `${kind}: ${id ?? ""}`))
    .sort();
}

/** The emulator goes on listing endpoints that were deleted. */
const available = { Filters: [{ Name: "vpc-endpoint-state", Values: ["available"] }] };

/** The emulator goes on listing clusters that were deleted. */
async function activeClusters(ecs: ECSClient): Promise<readonly (string | undefined)[]> {
  const { clusterArns } = await ecs.send(new ListClustersCommand());
  const { clusters } = await ecs.send(new DescribeClustersCommand({ clusters: clusterArns }));
  return (clusters ?? [])
    .filter(({ status }) => status === "ACTIVE")
    .map(({ clusterName }) => clusterName);
}
