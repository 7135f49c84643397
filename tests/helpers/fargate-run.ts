// Loaded before virtual time begins: the long poll sleeps by it from then on, and it would run on while a client is loaded.
import "@aws-sdk/client-cloudwatch-logs";
import "@aws-sdk/client-ec2";
import "@aws-sdk/client-ecs";
import "@aws-sdk/client-sqs";
import { rmSync } from "node:fs";
import { mkdtempSync } from "node:fs";
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
import { startEcsDouble, type EcsDouble } from "./ecs-double/double.ts";
import type { TaskScript } from "./ecs-double/script.ts";

/** How a scripted run is run. */
export interface FargateRunOptions {
  readonly script?: TaskScript;
  readonly options?: RunOptions;
  /** Changes to the stack's outputs. */
  readonly outputs?: Partial<StackOutputs>;
  /** Sets faults before the run begins. */
  readonly prepare?: (double: EcsDouble) => void;
  /** Runs beside the run, once it has begun; it may ask for a stop. */
  readonly meanwhile?: (double: EcsDouble, control: StopControl) => Promise<void>;
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
  const base = mkdtempSync(join(tmpdir(), "mayfly-fargate-"));
  const { script, options = {}, prepare, meanwhile } = given;
  await using double = await startEcsDouble({
    ...(script === undefined ? {} : { script }),
    outputs: given.outputs ?? {},
  });
  const { clock, outputs } = double;
  prepare?.(double);
  try {
    const folder = createRunFolder(base, "scripted");
    const began = isoTime(clock.now());
    const record = newRecord(
      "scripted",
      { urls: ["http://a.test/"], ...options },
      {},
      began,
      outputs,
    );
    const events: RunEvent[] = [];
    const containers = Object.values(containerNames);
    const journal = new Journal(folder, record, containers, clock, (event) => events.push(event));
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
      launch: options.launch ?? {},
      random: () => 0.5,
    });
    const control = new StopControl();
    journal.start();
    const request = { runId: "scripted", taskId: "scripted", containers: [] };
    const run = (async () => {
      await target.runTask(request, control.leaving);
      await conduct({ journal, target, containers, control, clock });
    })();
    await double.play(Promise.all([run, meanwhile?.(double, control)]));
    journal.close();
    const calls: Record<string, number> = {};
    for (const { operation } of double.calls) calls[operation] = (calls[operation] ?? 0) + 1;
    const states = journal.record.states.map(({ state, source }) => `${state} ${source}`);
    await double.advance(0);
    const leftWaiting = clock.nextWake() !== undefined;
    return { record: journal.record, events, calls, states, leftWaiting };
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}
