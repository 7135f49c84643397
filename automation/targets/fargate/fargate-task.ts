import { isoTime } from "../../clock.ts";
import type { TaskSnapshot } from "../../lifecycle/task-snapshot.ts";
import type { LogBatch, SnapshotBatch } from "../target.ts";
import type { AwsTask } from "./aws-api.ts";
import { AwsError } from "./aws-error.ts";
import { clockOffsetMs } from "./clock-offset.ts";
import { EventFeed } from "./event-feed.ts";
import { describeOne, findTask } from "./find-task.ts";
import { parseSnapshotText, snapshotText, withAddresses } from "./known-snapshot.ts";
import { launch, type Launching } from "./launch.ts";
import type { StartedTask } from "./launch-failure.ts";
import { FargateLogs } from "./logs.ts";
import { PublicAddress } from "./public-address.ts";
import type { FargateTargetOptions } from "./target.ts";
import { startedByOf, stopReasonText } from "./task-names.ts";
import { fargateSnapshot } from "./task-snapshot.ts";

/** Milliseconds in which ECS may not know a task yet that it has just started. */
const settlingMs = 120_000;

/** One task on Fargate: what is known of it in this process. */
export class FargateTask {
  /** The second source. */
  readonly events: EventFeed;
  readonly #options: FargateTargetOptions;
  readonly #publicAddress: PublicAddress;
  readonly #logs: FargateLogs;
  #taskArn: string | null;
  #launchedMs: number | null = null;
  /** Of AWS's clock, against the one of this machine. */
  #offsetMs = 0;
  /** What RunTask answered, until it is told. */
  #launched: TaskSnapshot | null = null;
  #seen: TaskSnapshot | null = null;

  constructor(options: FargateTargetOptions) {
    const { aws, clock, outputs, taskArn, launch: { assignPublicIp } = {} } = options;
    this.#options = options;
    this.#taskArn = taskArn;
    this.#publicAddress = new PublicAddress(aws, assignPublicIp ?? outputs.assignPublicIp);
    this.#logs = new FargateLogs(aws, clock, outputs, options.tell);
    this.events = new EventFeed(options);
  }

  /** Starts the task. `part` names it among several that are started for one run, where it takes the place of another. */
  async run(taskId: string, signal: AbortSignal, part?: string): Promise<void> {
    const task = await this.#start(signal, part);
    this.#taskArn = task.taskArn;
    this.#launchedMs = this.#options.clock.now();
    this.#offsetMs = clockOffsetMs(task, this.#launchedMs);
    this.#launched = this.#snapshot(task, taskId);
  }

  async describe(taskId: string, cursor: string, signal: AbortSignal): Promise<SnapshotBatch> {
    // The cursor is the snapshot that was told last: it survives this process, and every difference to it is news.
    const known = parseSnapshotText(cursor);
    this.#seen ??= known;
    const launched = known === null ? this.#launched : null;
    const first =
      launched === null ? [] : [{ ...launched, at: this.#timeAt(this.#launchedMs ?? 0) }];
    const told = launched === null ? cursor : snapshotText(launched);
    let task: AwsTask | null = null;
    try {
      task = await this.#look(signal);
    } catch (error) {
      // Where one source fails, what another told is an answer: the events, and RunTask before them.
      if (signal.aborted || (!this.events.hasNews && first.length === 0)) throw error;
    }
    const earlier = [...first, ...this.#news(taskId)];
    if (task === null) {
      return { snapshots: earlier, cursor: told, missing: earlier.length === first.length };
    }
    const snapshot = await this.#addressed(this.#snapshot(task, taskId), known, signal);
    this.#seen = snapshot;
    const text = snapshotText(snapshot);
    const seen = { ...snapshot, at: this.#timeAt(this.#options.clock.now()) };
    const snapshots = text === told ? earlier : [...earlier, seen];
    return { snapshots, cursor: text, missing: false };
  }

  async stop(reason: string, signal: AbortSignal): Promise<boolean> {
    const { aws, outputs, clock } = this.#options;
    const task = await this.#arn(signal);
    if (task === null) return false;
    try {
      await aws.stopTask(
        { cluster: outputs.clusterArn, task, reason: stopReasonText(reason) },
        signal,
      );
    } catch (error) {
      const isSettling = this.#launchedMs !== null && clock.now() - this.#launchedMs < settlingMs;
      const isTaskGone =
        error instanceof AwsError && error.kind === "notFound" && !/cluster/i.test(error.said);
      if (!isTaskGone || isSettling) throw error;
    }
    return true;
  }

  async close(taskId: string): Promise<readonly TaskSnapshot[]> {
    await this.events.close();
    return this.#news(taskId);
  }

  async readLog(
    container: string,
    cursor: string,
    final: boolean,
    signal: AbortSignal,
  ): Promise<LogBatch> {
    const taskArn = this.#taskArn;
    if (taskArn === null) return { lines: [], cursor, more: false };
    return this.#logs.read({ taskArn, container, cursor, final, task: this.#seen }, signal);
  }

  async #start(signal: AbortSignal, part: string | undefined): Promise<StartedTask> {
    const { tell = () => undefined, random = Math.random, launchRetryMs = 300_000 } = this.#options;
    const { environment = {}, launch: options = {}, member } = this.#options;
    const own = { environment, options, tell, random, retryMs: launchRetryMs };
    const launching: Launching = { ...this.#options, ...own };
    if (part !== undefined) return await launch({ ...launching, part }, signal);
    if (member === undefined) return await launch(launching, signal);
    return await member.group.start(member.place, launching, signal);
  }

  async #look(signal: AbortSignal): Promise<AwsTask | null> {
    const { aws, outputs } = this.#options;
    const taskArn = await this.#arn(signal);
    return taskArn === null ? null : describeOne(aws, outputs.clusterArn, taskArn, signal);
  }

  async #arn(signal: AbortSignal): Promise<string | null> {
    this.#taskArn ??= this.#seen?.taskArn ?? null;
    if (this.#taskArn === null) {
      const { aws, outputs, runId, member } = this.#options;
      const task =
        member === undefined
          ? await findTask(aws, outputs.clusterArn, startedByOf(runId), signal)
          : await member.group.find(member.place, aws, signal);
      this.#taskArn = task?.taskArn ?? null;
    }
    if (this.#taskArn !== null) this.events.watch(this.#taskArn);
    return this.#taskArn;
  }

  /** What events told since the last time. */
  #news(taskId: string): readonly TaskSnapshot[] {
    return this.events.take().map(({ task, at }) => ({
      ...withAddresses(this.#snapshot(task, taskId), this.#seen ?? {}),
      ...{ at, by: "event" },
    }));
  }

  /** A time of this machine, by the clock of AWS. */
  #timeAt(ms: number): string {
    return isoTime(ms + this.#offsetMs);
  }

  #snapshot(task: AwsTask, taskId: string): TaskSnapshot {
    return fargateSnapshot(task, taskId, [this.#options.outputs.containerNames.selenium]);
  }

  async #addressed(
    snapshot: TaskSnapshot,
    known: TaskSnapshot | null,
    signal: AbortSignal,
  ): Promise<TaskSnapshot> {
    const whole = withAddresses(snapshot, known ?? {});
    if (whole.publicAddress !== undefined) return whole;
    const publicAddress = await this.#publicAddress.of(whole, signal);
    return publicAddress === undefined ? whole : { ...whole, publicAddress };
  }
}
