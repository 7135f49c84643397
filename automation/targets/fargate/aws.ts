/** The only importer of the AWS SDK in automation/. Its clients are loaded at the first call: they take a third of a second each. */
import type { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import type { EC2 } from "@aws-sdk/client-ec2";
import type { ECS, RunTaskRequest } from "@aws-sdk/client-ecs";
import type { Message, SQS } from "@aws-sdk/client-sqs";
import type { AwsApi, AwsMessage } from "./aws-api.ts";
import { awsError } from "./aws-error.ts";
import { withDeadline } from "./call-deadline.ts";
import { withoutNodeWarning } from "./node-warning.ts";

/** Where the calls go. */
export interface AwsOptions {
  readonly region: string;
  /** URL of an emulator. Default: AWS itself, or what AWS_ENDPOINT_URL and its kin say, which the SDK reads. */
  readonly endpoint?: string;
  /** Milliseconds one call may take, retries of the SDK included; a long poll has its wait besides. Default: 15 000. */
  readonly timeoutMs?: number;
  /** How many times the SDK tries a call. Default: 2. */
  readonly maxAttempts?: number;
  /** Hears of each call, such as `ecs:DescribeTasks`: what a run costs in calls. */
  readonly onCall?: (action: string) => void;
}

/**
 * Calls to AWS with the credentials that the SDK finds. Each call ends within its time; what goes wrong is an `AwsError`
 * with a sentence for the user. The SDK tries twice where not told: the callers know better when to try again.
 */
export function awsApi(options: AwsOptions): AwsApi {
  const { region, endpoint, timeoutMs = 15_000, maxAttempts = 2, onCall } = options;
  const settings = { region, maxAttempts, ...(endpoint === undefined ? {} : { endpoint }) };
  const ecs = once(async () => {
    const sdk = await import("@aws-sdk/client-ecs");
    return withoutNodeWarning(() => new sdk.ECS(settings));
  });
  const logs = once(async () => {
    const sdk = await import("@aws-sdk/client-cloudwatch-logs");
    return withoutNodeWarning(() => new sdk.CloudWatchLogs(settings));
  });
  const ec2 = once(async () => {
    const sdk = await import("@aws-sdk/client-ec2");
    return withoutNodeWarning(() => new sdk.EC2(settings));
  });
  const sqs = once(async () => {
    const sdk = await import("@aws-sdk/client-sqs");
    // As for the other services, the endpoint is the one of the settings; else the SDK warns on stderr where a URL has another.
    return withoutNodeWarning(() => new sdk.SQS({ ...settings, useQueueUrlAsEndpoint: false }));
  });

  /** One kind of call: loads the client, sets the deadline, turns what is thrown into sentences. */
  function calling<Client, Input, Output>(
    action: string,
    client: () => Promise<Client>,
    send: (client: Client, input: Input, options: { abortSignal: AbortSignal }) => Promise<Output>,
    waitMs: (input: Input) => number = () => 0,
  ) {
    return async (input: Input, signal: AbortSignal): Promise<Output> => {
      signal.throwIfAborted();
      const loaded = await client();
      onCall?.(action);
      try {
        return await withDeadline(timeoutMs + waitMs(input), signal, async (abortSignal) =>
          send(loaded, input, { abortSignal }),
        );
      } catch (error) {
        signal.throwIfAborted();
        throw awsError(error, { action, region });
      }
    };
  }

  return {
    runTask: calling("ecs:RunTask", ecs, (client: ECS, input, options) =>
      // The SDK's types are the same but for `readonly`.
      client.runTask(input as RunTaskRequest, options),
    ),
    describeTasks: calling("ecs:DescribeTasks", ecs, (client: ECS, { cluster, tasks }, options) =>
      client.describeTasks({ cluster, tasks: [...tasks] }, options),
    ),
    listTasks: calling("ecs:ListTasks", ecs, (client: ECS, input, options) =>
      client.listTasks(input, options),
    ),
    stopTask: calling("ecs:StopTask", ecs, (client: ECS, input, options) =>
      client.stopTask(input, options),
    ),
    getLogEvents: calling("logs:GetLogEvents", logs, (client: CloudWatchLogs, input, options) =>
      client.getLogEvents(input, options),
    ),
    publicAddressOf: calling(
      "ec2:DescribeNetworkInterfaces",
      ec2,
      async (client: EC2, { networkInterfaceId }, options) => {
        const { NetworkInterfaces: found } = await client.describeNetworkInterfaces(
          { NetworkInterfaceIds: [networkInterfaceId] },
          options,
        );
        return found?.[0]?.Association?.PublicIp ?? null;
      },
    ),
    receiveMessages: calling(
      "sqs:ReceiveMessage",
      sqs,
      async (client: SQS, { queueUrl, waitSeconds, visibilitySeconds }, options) => {
        const { Messages: messages = [] } = await client.receiveMessage(
          {
            QueueUrl: queueUrl,
            MaxNumberOfMessages: 10,
            WaitTimeSeconds: waitSeconds,
            VisibilityTimeout: visibilitySeconds,
            MessageSystemAttributeNames: ["SentTimestamp", "ApproximateReceiveCount"],
          },
          options,
        );
        return messages.map(messageOf);
      },
      ({ waitSeconds }) => waitSeconds * 1000,
    ),
    deleteMessages: calling(
      "sqs:DeleteMessage",
      sqs,
      (client: SQS, { queueUrl, receiptHandles }, options) => {
        const Entries = receiptHandles.map((ReceiptHandle, index) => ({
          Id: String(index),
          ReceiptHandle,
        }));
        return client.deleteMessageBatch({ QueueUrl: queueUrl, Entries }, options);
      },
    ),
    changeMessageVisibility: calling(
      "sqs:ChangeMessageVisibility",
      sqs,
      (client: SQS, { queueUrl, changes }, options) => {
        const Entries = changes.map(({ receiptHandle, visibilitySeconds }, index) => ({
          Id: String(index),
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: visibilitySeconds,
        }));
        return client.changeMessageVisibilityBatch({ QueueUrl: queueUrl, Entries }, options);
      },
    ),
  };
}

function messageOf({ Body = "", ReceiptHandle = "", Attributes = {} }: Message): AwsMessage {
  const { SentTimestamp, ApproximateReceiveCount } = Attributes;
  return {
    body: Body,
    receiptHandle: ReceiptHandle,
    sentMs: SentTimestamp === undefined ? null : Number(SentTimestamp),
    received: Number(ApproximateReceiveCount ?? 1),
  };
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => (made ??= make());
}
