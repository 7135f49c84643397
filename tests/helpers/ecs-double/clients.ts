import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { EC2Client } from "@aws-sdk/client-ec2";
import {
  DescribeTasksCommand,
  ECSClient,
  RunTaskCommand,
  type RunTaskCommandInput,
  type Task,
} from "@aws-sdk/client-ecs";
import { SQSClient } from "@aws-sdk/client-sqs";
import { STSClient } from "@aws-sdk/client-sts";
import { startEcsDouble, type EcsDouble, type EcsDoubleOptions } from "./double.ts";

/** A double with the real clients of its services. */
export interface DoubleWithClients extends AsyncDisposable {
  readonly double: EcsDouble;
  readonly ecs: ECSClient;
  readonly logs: CloudWatchLogsClient;
  readonly sqs: SQSClient;
  readonly ec2: EC2Client;
  readonly sts: STSClient;
  /** RunTask as a run of the stack asks for it; the ARNs of the tasks. */
  readonly runTask: (changes?: Partial<RunTaskCommandInput>) => Promise<readonly string[]>;
  /** DescribeTasks of one task; undefined for one that is MISSING. */
  readonly describe: (arn: string) => Promise<Task | undefined>;
  /** Describes the task, twice a second where not told, until it is STOPPED; gives every description with something new. */
  readonly watch: (arn: string, everyMs?: number) => Promise<readonly Task[]>;
}

/** Starts a double with clients; ends both. */
export async function startWithClients(options?: EcsDoubleOptions): Promise<DoubleWithClients> {
  const double = await startEcsDouble(options);
  const { clientConfig: config, outputs, clock } = double;
  const clients = {
    ecs: new ECSClient(config),
    logs: new CloudWatchLogsClient(config),
    sqs: new SQSClient(config),
    ec2: new EC2Client(config),
    sts: new STSClient(config),
  };
  const cluster = outputs.clusterArn;
  const describe = async (arn: string) => {
    const command = new DescribeTasksCommand({ cluster, tasks: [arn], include: ["TAGS"] });
    return (await clients.ecs.send(command)).tasks?.[0];
  };
  const runTask = async (changes: Partial<RunTaskCommandInput> = {}) => {
    const assignPublicIp = "ENABLED" as const;
    const awsvpcConfiguration = { subnets: [...outputs.subnetIds], assignPublicIp };
    const command = new RunTaskCommand({
      cluster,
      taskDefinition: outputs.taskDefinitionArn,
      networkConfiguration: { awsvpcConfiguration },
      ...changes,
    });
    const { tasks = [] } = await clients.ecs.send(command);
    return tasks.map(({ taskArn = "" }) => taskArn);
  };
  const watch = async (arn: string, everyMs = 500) => {
    const seen: Task[] = [];
    for (;;) {
      const task = await describe(arn);
      if (task !== undefined && JSON.stringify(task) !== JSON.stringify(seen.at(-1)))
        seen.push(task);
      if (task?.lastStatus === "STOPPED") return seen;
      await clock.sleep(everyMs);
    }
  };
  return {
    double,
    ...clients,
    runTask,
    describe,
    watch: (arn, everyMs) => double.play(watch(arn, everyMs)),
    [Symbol.asyncDispose]: async () => {
      for (const client of Object.values(clients)) client.destroy();
      await double[Symbol.asyncDispose]();
    },
  };
}
