/** Removes one resource of an environment whose Pulumi state is lost, by its ARN. */
import { systemClock } from "../clock.ts";
import { stopTasks } from "../environment/stop-tasks.ts";
import { awsApi } from "../targets/fargate/aws.ts";
import { awsError } from "../targets/fargate/aws-error.ts";
import { withoutNodeWarning } from "../targets/fargate/node-warning.ts";

/** What a removal is: a function of the last part of the ARN, and the whole of it. */
type Remove = (name: string, arn: string, region: string, signal: AbortSignal) => Promise<unknown>;

/** By the service and kind in an ARN; what is not here is no resource of an environment. */
const removals: readonly (readonly [pattern: RegExp, remove: Remove])[] = [
  [/:states:[^:]*:\d+:stateMachine:(.+)$/, removeStateMachine],
  // The cluster's removal stops it.
  [/:ecs:[^:]*:\d+:task\/(.+)$/, () => Promise.resolve()],
  [/:ecs:[^:]*:\d+:cluster\/(.+)$/, removeCluster],
  [/:ecs:[^:]*:\d+:task-definition\/(.+)$/, removeTaskDefinition],
  [/:events:[^:]*:\d+:rule\/(.+)$/, removeRule],
  [/:sqs:[^:]*:\d+:(.+)$/, removeQueue],
  [/:logs:[^:]*:\d+:log-group:([^:]+)/, removeLogGroup],
  [/:secretsmanager:[^:]*:\d+:secret:(.+)$/, removeSecret],
  [/:s3:::([^/]+)$/, removeBucket],
  [/:ec2:[^:]*:\d+:(?:security-group)\/(.+)$/, removeSecurityGroup],
  [/:iam::\d+:role\/(?:.*\/)?([^/]+)$/, removeRole],
];

/** Removes it; what is gone already counts as removed. Throws `AwsError`, or an error for a kind that is not known. */
export async function removeResource(
  arn: string,
  region: string,
  signal: AbortSignal,
): Promise<void> {
  for (const [pattern, remove] of removals) {
    const name = pattern.exec(arn)?.[1];
    if (name === undefined) continue;
    try {
      await withoutNodeWarning(() => remove(name, arn, region, signal));
    } catch (error) {
      signal.throwIfAborted();
      const said = error instanceof Error ? `${error.name} ${error.message}` : String(error);
      if (/NotFound|NoSuch|NonExistent|does ?not ?exist|not ?found/i.test(said)) return;
      throw awsError(error, { action: `the removal of ${arn}`, region });
    }
    return;
  }
  throw new Error(`there is no way here to remove it; see the AWS console`);
}

async function removeStateMachine(
  _name: string,
  stateMachineArn: string,
  region: string,
  abortSignal: AbortSignal,
): Promise<void> {
  const [sdk, scheduling] = await Promise.all([
    import("@aws-sdk/client-sfn"),
    import("@aws-sdk/client-scheduler"),
  ]);
  const scheduler = new scheduling.SchedulerClient({ region });
  // A schedule has no tags: it is known by what it starts.
  for await (const { Schedules = [] } of scheduling.paginateListSchedules(
    { client: scheduler },
    {},
    { abortSignal },
  )) {
    for (const { Name, GroupName, Target } of Schedules) {
      if (Target?.Arn !== stateMachineArn) continue;
      await scheduler.send(new scheduling.DeleteScheduleCommand({ Name, GroupName }), {
        abortSignal,
      });
    }
  }
  const client = new sdk.SFNClient({ region });
  await client.send(new sdk.DeleteStateMachineCommand({ stateMachineArn }), { abortSignal });
}

async function removeCluster(
  _name: string,
  cluster: string,
  region: string,
  abortSignal: AbortSignal,
): Promise<void> {
  await stopTasks(cluster, awsApi({ region }), abortSignal, systemClock);
  const { ECSClient, DeleteClusterCommand } = await import("@aws-sdk/client-ecs");
  await new ECSClient({ region }).send(new DeleteClusterCommand({ cluster }), { abortSignal });
}

async function removeTaskDefinition(
  taskDefinition: string,
  _arn: string,
  region: string,
  abortSignal: AbortSignal,
): Promise<void> {
  const { ECSClient, DeregisterTaskDefinitionCommand } = await import("@aws-sdk/client-ecs");
  const command = new DeregisterTaskDefinitionCommand({ taskDefinition });
  await new ECSClient({ region }).send(command, { abortSignal });
}

async function removeRule(
  Name: string,
  _arn: string,
  region: string,
  abortSignal: AbortSignal,
): Promise<void> {
  const sdk = await import("@aws-sdk/client-eventbridge");
  const client = new sdk.EventBridgeClient({ region });
  const list = new sdk.ListTargetsByRuleCommand({ Rule: Name });
  const { Targets = [] } = await client.send(list, { abortSignal });
  const Ids = Targets.flatMap(({ Id }) => Id ?? []);
  if (Ids.length > 0) {
    await client.send(new sdk.RemoveTargetsCommand({ Rule: Name, Ids }), { abortSignal });
  }
  await client.send(new sdk.DeleteRuleCommand({ Name }), { abortSignal });
}

async function removeQueue(
  QueueName: string,
  _arn: string,
  region: string,
  abortSignal: AbortSignal,
): Promise<void> {
  const { SQSClient, GetQueueUrlCommand, DeleteQueueCommand } = await import("@aws-sdk/client-sqs");
  const client = new SQSClient({ region });
  const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName }), { abortSignal });
  await client.send(new DeleteQueueCommand({ QueueUrl }), { abortSignal });
}

async function removeLogGroup(
  logGroupName: string,
  _arn: string,
  region: string,
  abortSignal: AbortSignal,
): Promise<void> {
  const sdk = await import("@aws-sdk/client-cloudwatch-logs");
  const client = new sdk.CloudWatchLogsClient({ region });
  await client.send(new sdk.DeleteLogGroupCommand({ logGroupName }), { abortSignal });
}

async function removeSecret(
  _name: string,
  SecretId: string,
  region: string,
  abortSignal: AbortSignal,
): Promise<void> {
  const sdk = await import("@aws-sdk/client-secrets-manager");
  const command = new sdk.DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true });
  await new sdk.SecretsManagerClient({ region }).send(command, { abortSignal });
}

async function removeBucket(
  Bucket: string,
  _arn: string,
  region: string,
  abortSignal: AbortSignal,
): Promise<void> {
  const sdk = await import("@aws-sdk/client-s3");
  const forcePathStyle = process.env["AWS_ENDPOINT_URL"] !== undefined;
  const client = new sdk.S3Client({ region, forcePathStyle, followRegionRedirects: true });
  for await (const { Contents = [] } of sdk.paginateListObjectsV2(
    { client },
    { Bucket },
    { abortSignal },
  )) {
    const Objects = Contents.flatMap(({ Key }) => (Key === undefined ? [] : [{ Key }]));
    if (Objects.length === 0) continue;
    const command = new sdk.DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } });
    await client.send(command, { abortSignal });
  }
  await client.send(new sdk.DeleteBucketCommand({ Bucket }), { abortSignal });
}

async function removeSecurityGroup(
  GroupId: string,
  _arn: string,
  region: string,
  abortSignal: AbortSignal,
): Promise<void> {
  const { EC2Client, DeleteSecurityGroupCommand } = await import("@aws-sdk/client-ec2");
  const command = new DeleteSecurityGroupCommand({ GroupId });
  await new EC2Client({ region }).send(command, { abortSignal });
}

async function removeRole(
  RoleName: string,
  _arn: string,
  region: string,
  abortSignal: AbortSignal,
): Promise<void> {
  const sdk = await import("@aws-sdk/client-iam");
  const client = new sdk.IAMClient({ region });
  const list = new sdk.ListRolePoliciesCommand({ RoleName });
  const { PolicyNames = [] } = await client.send(list, { abortSignal });
  for (const PolicyName of PolicyNames) {
    const command = new sdk.DeleteRolePolicyCommand({ RoleName, PolicyName });
    await client.send(command, { abortSignal });
  }
  await client.send(new sdk.DeleteRoleCommand({ RoleName }), { abortSignal });
}
