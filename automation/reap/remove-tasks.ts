/** Removes tasks and what starts, stops or tells of them. */
import { systemClock } from "../clock.ts";
import { stopTasks } from "../environment/stop-tasks.ts";
import { awsApi } from "../targets/fargate/aws.ts";
import type { Remove } from "./remove.ts";

/** With the schedules in it. */
export const removeScheduleGroup: Remove = async ({ name: Name, region, signal: abortSignal }) => {
  const sdk = await import("@aws-sdk/client-scheduler");
  const client = new sdk.SchedulerClient({ region });
  await client.send(new sdk.DeleteScheduleGroupCommand({ Name }), { abortSignal });
};

/** It stops where it is. */
export const removeStateMachine: Remove = async ({ arn, region, signal: abortSignal }) => {
  const sdk = await import("@aws-sdk/client-sfn");
  const command = new sdk.DeleteStateMachineCommand({ stateMachineArn: arn });
  await new sdk.SFNClient({ region }).send(command, { abortSignal });
};

/** Once its tasks have stopped. */
export const removeCluster: Remove = async ({ arn: cluster, region, signal: abortSignal }) => {
  await stopTasks(cluster, awsApi({ region }), abortSignal, systemClock);
  const sdk = await import("@aws-sdk/client-ecs");
  const command = new sdk.DeleteClusterCommand({ cluster });
  await new sdk.ECSClient({ region }).send(command, { abortSignal });
};

/** ECS keeps it as inactive, as after `mayfly down`. */
export const removeTaskDefinition: Remove = async ({ name, region, signal: abortSignal }) => {
  const sdk = await import("@aws-sdk/client-ecs");
  const command = new sdk.DeregisterTaskDefinitionCommand({ taskDefinition: name });
  await new sdk.ECSClient({ region }).send(command, { abortSignal });
};

/** With its targets. */
export const removeRule: Remove = async ({ name, region, signal: abortSignal }) => {
  const sdk = await import("@aws-sdk/client-eventbridge");
  const client = new sdk.EventBridgeClient({ region });
  const list = new sdk.ListTargetsByRuleCommand({ Rule: name });
  const { Targets = [] } = await client.send(list, { abortSignal });
  const Ids = Targets.flatMap(({ Id }) => Id ?? []);
  if (Ids.length > 0) {
    await client.send(new sdk.RemoveTargetsCommand({ Rule: name, Ids }), { abortSignal });
  }
  await client.send(new sdk.DeleteRuleCommand({ Name: name }), { abortSignal });
};

/** With the messages in it. */
export const removeQueue: Remove = async ({ name, region, signal: abortSignal }) => {
  const sdk = await import("@aws-sdk/client-sqs");
  const client = new sdk.SQSClient({ region });
  const ask = new sdk.GetQueueUrlCommand({ QueueName: name });
  const { QueueUrl } = await client.send(ask, { abortSignal });
  await client.send(new sdk.DeleteQueueCommand({ QueueUrl }), { abortSignal });
};
