/**
 * What the Fargate target asks of AWS: nine calls, with the parts of their questions and answers that it uses, in the
 * names of the SDK. A leaf: `aws.ts` is behind it, and in tests a plain object.
 */
import type { RunTaskInput } from "./run-task-request.ts";

/** One call to AWS; rejects with an `AwsError`, or with the signal's reason when it was aborted. */
type Call<Input, Output> = (input: Input, signal: AbortSignal) => Promise<Output>;

/** The calls. */
export interface AwsApi {
  readonly runTask: Call<RunTaskInput, AwsTasks>;
  /** At most 100 tasks. */
  readonly describeTasks: Call<
    { readonly cluster: string; readonly tasks: readonly string[] },
    AwsTasks
  >;
  readonly listTasks: Call<ListTasksInput, ListTasksOutput>;
  readonly stopTask: Call<
    { readonly cluster: string; readonly task: string; readonly reason: string },
    unknown
  >;
  readonly getLogEvents: Call<GetLogEventsInput, GetLogEventsOutput>;
  /** Public IPv4 address of a network interface; null when it has none (yet). */
  readonly publicAddressOf: Call<{ readonly networkInterfaceId: string }, string | null>;
  /** A long poll: answers with at most 10 messages as soon as there are any, with none once its time is up. */
  readonly receiveMessages: Call<ReceiveMessagesInput, readonly AwsMessage[]>;
  /** At most 10 messages. Those that could not be deleted are received again. */
  readonly deleteMessages: Call<
    { readonly queueUrl: string; readonly receiptHandles: readonly string[] },
    unknown
  >;
  /** At most 10 messages. Those that could not be changed are received again when their time is up. */
  readonly changeMessageVisibility: Call<
    { readonly queueUrl: string; readonly changes: readonly VisibilityChange[] },
    unknown
  >;
}

/** Tasks, and what could not be done: RunTask and DescribeTasks answer with status 200 in both cases. */
export interface AwsTasks {
  readonly tasks?: readonly AwsTask[] | undefined;
  readonly failures?: readonly AwsFailure[] | undefined;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/api_failures_messages.html */
export interface AwsFailure {
  readonly arn?: string | undefined;
  readonly reason?: string | undefined;
  readonly detail?: string | undefined;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html */
export interface AwsTask {
  readonly taskArn?: string | undefined;
  readonly startedBy?: string | undefined;
  readonly version?: number | undefined;
  readonly lastStatus?: string | undefined;
  readonly desiredStatus?: string | undefined;
  readonly stopCode?: string | undefined;
  readonly stoppedReason?: string | undefined;
  readonly capacityProviderName?: string | undefined;
  readonly platformVersion?: string | undefined;
  readonly availabilityZone?: string | undefined;
  /** CPU units and MiB, as text. */
  readonly cpu?: string | undefined;
  readonly memory?: string | undefined;
  readonly ephemeralStorage?: { readonly sizeInGiB?: number | undefined } | undefined;
  readonly containers?: readonly AwsContainer[] | undefined;
  readonly overrides?:
    | {
        readonly containerOverrides?:
          | readonly {
              readonly name?: string | undefined;
              readonly environment?:
                | readonly {
                    readonly name?: string | undefined;
                    readonly value?: string | undefined;
                  }[]
                | undefined;
            }[]
          | undefined;
      }
    | undefined;
  readonly attachments?: readonly AwsAttachment[] | undefined;
  readonly createdAt?: Date | undefined;
  readonly connectivityAt?: Date | undefined;
  readonly pullStartedAt?: Date | undefined;
  readonly pullStoppedAt?: Date | undefined;
  readonly startedAt?: Date | undefined;
  readonly stoppingAt?: Date | undefined;
  readonly executionStoppedAt?: Date | undefined;
  readonly stoppedAt?: Date | undefined;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Container.html */
export interface AwsContainer {
  readonly name?: string | undefined;
  readonly lastStatus?: string | undefined;
  readonly healthStatus?: string | undefined;
  readonly exitCode?: number | undefined;
  readonly reason?: string | undefined;
  readonly image?: string | undefined;
  readonly imageDigest?: string | undefined;
  readonly networkInterfaces?:
    readonly { readonly privateIpv4Address?: string | undefined }[] | undefined;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Attachment.html */
export interface AwsAttachment {
  readonly type?: string | undefined;
  readonly status?: string | undefined;
  readonly details?:
    | readonly { readonly name?: string | undefined; readonly value?: string | undefined }[]
    | undefined;
}

/** `startedBy` must stand alone; without `desiredStatus` ECS lists the tasks that shall run. */
export interface ListTasksInput {
  readonly cluster: string;
  readonly startedBy?: string;
  readonly desiredStatus?: "RUNNING" | "STOPPED";
  readonly nextToken?: string;
}

/** One page of a list. */
export interface ListTasksOutput {
  readonly taskArns?: readonly string[] | undefined;
  readonly nextToken?: string | undefined;
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html */
export interface GetLogEventsInput {
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly startFromHead: true;
  readonly nextToken?: string;
  /** Milliseconds since the epoch. */
  readonly startTime?: number;
}

/** One page of events, in the order of their time; the token is the one asked with when there is nothing more. */
export interface GetLogEventsOutput {
  readonly events?:
    | readonly { readonly timestamp?: number | undefined; readonly message?: string | undefined }[]
    | undefined;
  readonly nextForwardToken?: string | undefined;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html */
export interface ReceiveMessagesInput {
  readonly queueUrl: string;
  /** How long to wait for a message; SQS takes 20 at most. */
  readonly waitSeconds: number;
  /** How long nobody else receives the messages of the answer. */
  readonly visibilitySeconds: number;
}

/** A message of a queue, with the attributes `SentTimestamp` and `ApproximateReceiveCount`. */
export interface AwsMessage {
  readonly body: string;
  /** By which this receipt of the message is named. */
  readonly receiptHandle: string;
  /** Milliseconds since the epoch; null where the queue does not tell. */
  readonly sentMs: number | null;
  /** How many times it was received by anybody, this time included. */
  readonly received: number;
}

/** For how long, from now, a message that was received stays hidden from everybody. */
export interface VisibilityChange {
  readonly receiptHandle: string;
  readonly visibilitySeconds: number;
}
