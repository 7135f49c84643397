// Loaded before virtual time begins: the long poll sleeps by it from then on, and it would run on while a client is loaded.
import "@aws-sdk/client-cloudwatch-logs";
import "@aws-sdk/client-ec2";
import "@aws-sdk/client-ecs";
import "@aws-sdk/client-sqs";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { containerNames } from "../../infra/container-definitions.ts";
import type { StackOutputs } from "../../infra/outputs.ts";
import type { RunEvent } from "../../automation/events.ts";
import { isoTime } from "../../automation/clock.ts";
import { conduct } from "../../automation/run/conduct.ts";
import { Journal } from "../../automation/run/journal.ts";
import { newRecord } from "../../automation/run/new-record.ts";
import type { RunRecord } from "../../automation/run/record.ts";
import { createRunFolder } from "../../automation/run/run-folder.ts";
import type { RunOptions } from "../../automation/run/run-options.ts";
import { StopControl } from "../../automation/run/stop-control.ts";
import { awsApi } from "../../automation/targets/fargate/aws.ts";
import { fargateTarget } from "../../automation/targets/fargate/target.ts";
import { TaskGroup } from "../../automation/targets/fargate/task-group.ts";
import type { AwsCall } from "./ecs-double/calls.ts";
import { startEcsDouble, type EcsDouble, type EcsDoubleOptions } from "./ecs-double/double.ts";

/** How a scripted run is run. */
export interface FargateRunOptions {
  readonly script?: EcsDoubleOptions["script"];
  readonly options?: RunOptions;
  /** The crawler's environment. */
  readonly settings?: RunRecord["settings"];
  /** Changes to the stack's outputs. */
  readonly outputs?: Partial<StackOutputs>;
  /** Sets faults before the run begins. */
  readonly prepare?: (double: EcsDouble) => void;
  /** Runs beside each run, once it has begun; it may ask for a stop. */
  readonly meanwhile?: (double: EcsDouble, control: StopControl) => Promise<void>;
  /** Hears each event of each run when it is told, with the time of the double's clock. */
  readonly hear?: (event: RunEvent, nowMs: number) => void;
}

/** What came of it. */
export interface FargateRun {
  readonly record: RunRecord;
  readonly events: readonly RunEvent[];
  /** Calls by operation. */
  readonly calls: Readonly<Record<string, number>>;
  /** The last statuses in the order in which they were told, with their source. */
  readonly states: readonly string[];
  /** Whether a call or a pause was still waiting for the time when the run was over. */
  readonly leftWaiting: boolean;
}

/** Conducts one run on the Fargate target against a double in virtual time: the real SDK, target, journal and verdict. */
export async function runOnDouble(given: FargateRunOptions = {}): Promise<FargateRun> {
  const [run] = (await runGroupOnDouble(1, given)).runs;
  if (run === undefined) throw new Error("There is no run");
  return run;
}

/** Conducts a group of so many runs in the same way; one is a run without a group. */
export async function runGroupOnDouble(
  count: number,
  given: FargateRunOptions = {},
): Promise<{ readonly runs: readonly FargateRun[]; readonly awsCalls: readonly AwsCall[] }> {
  const base = mkdtempSync(join(tmpdir(), "mayfly-fargate-"));
  const { script, prepare, meanwhile } = given;
  await using double = await startEcsDouble({
    ...(script === undefined ? {} : { script }),
    outputs: given.outputs ?? {},
  });
  prepare?.(double);
  const isGroup = count > 1;
  const { outputs, clock } = double;
  const tasks = isGroup
    ? new TaskGroup({ outputs, id: "scripted", clock }, Array<null>(count).fill(null))
    : undefined;
  const controls = Array.from({ length: count }, () => new StopControl());
  try {
    const started = controls.map((control, place) =>
      begin(double, base, given, control, tasks && { group: tasks, place }),
    );
    await double.play(
      Promise.all([
        ...started.map(({ ended }) => ended),
        ...controls.map(async (control) => meanwhile?.(double, control)),
      ]),
    );
    const calls: Record<string, number> = {};
    for (const { operation } of double.calls) calls[operation] = (calls[operation] ?? 0) + 1;
    await double.advance(0);
    const leftWaiting = clock.nextWake() !== undefined;
    const runs = started.map(({ journal, events }) => {
      journal.close();
      const { record } = journal;
      const states = record.states.map(({ state, source }) => `${state} ${String(source)}`);
      return { record, events, calls, states, leftWaiting };
    });
    return { runs, awsCalls: double.calls };
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

/** Begins one run; it ends when its task has. */
function begin(
  double: EcsDouble,
  base: string,
  { options = {}, settings = {}, hear }: FargateRunOptions,
  control: StopControl,
  member: { readonly group: TaskGroup; readonly place: number } | undefined,
) {
  const { clock, outputs } = double;
  const runId = member === undefined ? "scripted" : `scripted-${String(member.place + 1)}`;
  const folder = createRunFolder(base, runId);
  const began = isoTime(clock.now());
  const record = newRecord(
    runId,
    { urls: ["http://a.test/"], ...options },
    settings,
    began,
    outputs,
  );
  const events: RunEvent[] = [];
  const containers = Object.values(containerNames);
  const journal = new Journal(folder, record, containers, clock, (event) => {
    events.push(event);
    hear?.(event, clock.now());
  });
  const aws = awsApi({
    region: double.region,
    endpoint: double.endpoint,
    // The SDK waits by the real clock before it tries again.
    maxAttempts: 1,
    onCall: (action) => {
      journal.countCall(action);
    },
  });
  const tell = (message: string): void => {
    journal.warn(message);
  };
  const target = fargateTarget({
    ...{ outputs, runId: "scripted", taskArn: null, aws, clock, tell },
    ...(member === undefined ? {} : { member }),
    launch: options.launch ?? {},
    random: () => 0.5,
  });
  journal.start();
  const ended = (async () => {
    await target.runTask({ runId, taskId: runId, containers: [] }, control.leaving);
    await conduct({ journal, target, containers, control, clock });
  })();
  return { journal, events, ended };
}
