/**
 * `ship-logs.mjs CONTAINER-ID TASK-ID NAME`: sends what a container says to the log stream that its task definition names, as
 * the agent on Fargate does, until the container has ended. Docker's own awslogs driver would do the same, but it takes
 * credentials from the engine's environment, and the engine may have been running before the tests.
 */
import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  ListClustersCommand,
} from "@aws-sdk/client-ecs";
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

const [id = "", taskId = "", name = ""] = process.argv.slice(2);
const { MAYFLY_SHIPPING = "" } = process.env;
const ecs = new ECSClient({});
const logs = new CloudWatchLogsClient({});

/** Options of the container's log driver. */
async function logOptions() {
  const { clusterArns = [] } = await ecs.send(new ListClustersCommand());
  for (const cluster of clusterArns) {
    const { tasks } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: [taskId] }));
    const taskDefinition = tasks?.[0]?.taskDefinitionArn;
    if (taskDefinition === undefined) continue;
    const found = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
    const container = found.taskDefinition?.containerDefinitions?.find((one) => one.name === name);
    return container?.logConfiguration?.options ?? {};
  }
  return {};
}

/** Lines as Docker has them, `TIME TEXT`, in batches as they come. */
async function* batches() {
  let waiting = [];
  let isOver = false;
  let wake = () => {};
  const args = ["logs", "--follow", "--timestamps", id];
  const child = spawn("docker", args, { stdio: ["ignore", "pipe", "pipe"] });
  const read = async (stream) => {
    for await (const line of createInterface(stream)) {
      waiting.push(line);
      wake();
    }
  };
  void Promise.allSettled([read(child.stdout), read(child.stderr)]).then(() => {
    isOver = true;
    wake();
  });
  while (!isOver || waiting.length > 0) {
    if (waiting.length === 0) await new Promise((resolve) => (wake = resolve));
    const batch = waiting;
    waiting = [];
    yield batch;
  }
}

/** A line as CloudWatch takes it. */
function logEvent(line) {
  const space = line.indexOf(" ");
  return { timestamp: Date.parse(line.slice(0, space)), message: line.slice(space + 1) };
}

try {
  const options = await logOptions();
  const stream = {
    logGroupName: options["awslogs-group"],
    logStreamName: `${options["awslogs-stream-prefix"]}/${name}/${taskId}`,
  };
  await logs.send(new CreateLogStreamCommand(stream));
  for await (const batch of batches()) {
    const logEvents = batch
      .map(logEvent)
      // CloudWatch takes no empty message, and wants them in the order of their times.
      .filter(({ message }) => message !== "")
      .sort((a, b) => a.timestamp - b.timestamp);
    if (logEvents.length > 0) await logs.send(new PutLogEventsCommand({ ...stream, logEvents }));
  }
} finally {
  rmSync(join(MAYFLY_SHIPPING, id), { force: true });
}
