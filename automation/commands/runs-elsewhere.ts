import { isoTime } from "../clock.ts";
import { messageOf } from "../errors.ts";
import { stackOf } from "../run/fargate-place.ts";
import { readRecord } from "../run/record.ts";
import { listRunIds, runFolder } from "../run/run-folder.ts";
import { awsApi } from "../targets/fargate/aws.ts";
import type { AwsTask } from "../targets/fargate/aws-api.ts";
import { describeAll, listAll } from "../targets/fargate/find-task.ts";
import { taskIdOf } from "../targets/fargate/task-names.ts";
import { baseOf, palette, type CommandContext } from "./context.ts";
import type { LookupOptions } from "./find-or-adopt.ts";

/** Milliseconds in which ECS must have listed the tasks. */
const listMs = 60_000;

/** Lists the tasks of the stack's cluster that no run folder here knows, newest first: started elsewhere, or by hand. */
export async function showElsewhere(
  options: LookupOptions,
  context: CommandContext,
): Promise<void> {
  const { stack, cwd, json } = options;
  if (stack === undefined) return;
  const outputs = await stackOf({ stack, ...(cwd === undefined ? {} : { workDir: cwd }) });
  if (outputs === null) return;
  const aws = awsApi({ region: outputs.region });
  const signal = AbortSignal.timeout(listMs);
  const lists = [];
  for (const desiredStatus of ["RUNNING", "STOPPED"] as const) {
    lists.push(await listAll(aws, { cluster: outputs.clusterArn, desiredStatus }, signal));
  }
  const known = knownTasks(baseOf(options), context);
  const arns = [...new Set(lists.flat())].filter((arn) => !known.has(arn));
  const tasks = await describeAll(aws, outputs.clusterArn, arns, signal);
  for (const task of tasks.toSorted((one, other) => createdMs(other) - createdMs(one))) {
    context.stdout.write(json === true ? `${JSON.stringify(line(task))}\n` : row(task, context));
  }
}

function knownTasks(base: string, { stderr }: CommandContext): ReadonlySet<string> {
  const arns = listRunIds(base).map((runId) => {
    try {
      return readRecord(runFolder(base, runId)).task?.taskArn;
    } catch (error) {
      stderr.write(`mayfly: ${messageOf(error)}\n`);
      return undefined;
    }
  });
  return new Set(arns.filter((arn) => arn !== undefined));
}

function line({ startedBy, taskArn, lastStatus, createdAt }: AwsTask) {
  return {
    runId: startedBy ?? null,
    target: "fargate",
    state: lastStatus ?? null,
    createdAt: createdAt === undefined ? null : isoTime(createdAt.getTime()),
    taskArn: taskArn ?? null,
  };
}

function row(task: AwsTask, context: CommandContext): string {
  const { runId, state, createdAt, taskArn } = line(task);
  const columns = [
    (runId ?? "-").padEnd(22),
    palette(context, "stdout").warn((state ?? "UNKNOWN").padEnd(13)),
    (createdAt ?? "").replace("T", " ").slice(0, 19),
    `task ${taskIdOf(taskArn ?? "")}, started elsewhere`,
  ];
  return `${columns.join("  ")}\n`;
}

function createdMs({ createdAt }: AwsTask): number {
  return createdAt?.getTime() ?? 0;
}
