import { crawlerExitCodes } from "../../crawler/src/contract.ts";
import { containerNames } from "../../infra/container-definitions.ts";
import type { Clock } from "../clock.ts";
import { MayflyError, messageOf, withoutDot } from "../errors.ts";
import { verdict } from "../lifecycle/verdict.ts";
import type { TaskTarget } from "../targets/target.ts";
import type { Journal } from "./journal.ts";
import { LookSchedule } from "./look-schedule.ts";
import { pollDelays } from "./poll-delay.ts";
import { StallWatch } from "./stall-watch.ts";
import { stopReason, type StopControl } from "./stop-control.ts";

/** Milliseconds that a task may be unknown to its target before it counts as lost. */
const missingMs = 20_000;
/** Milliseconds in which a task must have stopped after it was asked to: both stop time-outs and some room. */
const stopMs = 180_000;
/** Milliseconds in which a failing target must answer again. */
const failingMs = 60_000;

/** What conducting a run takes. */
export interface Conducting {
  readonly journal: Journal;
  readonly target: TaskTarget;
  readonly containers: readonly string[];
  readonly control: StopControl;
  readonly clock: Clock;
}

/**
 * Watches a started task to its end, keeps what it sends, and gives the verdict. Returns false when it was told to
 * leave before the end.
 */
export async function conduct(run: Conducting): Promise<boolean> {
  const watcher = new Watcher(run);
  try {
    return await watchToTheEnd(run, watcher);
  } finally {
    await watcher.close();
  }
}

async function watchToTheEnd(run: Conducting, watcher: Watcher): Promise<boolean> {
  const { journal, control } = run;
  while (!control.leaving.aborted) {
    if (await watcher.look()) {
      await watcher.close();
      const { task } = journal.record;
      journal.finish(
        verdict({
          // Of a task that was lost what was seen last still counts: an exit code is one.
          snapshot: task,
          ran: journal.ran,
          subject: containerNames.crawler,
          timeLimitExitCode: crawlerExitCodes.timeLimit,
          stopRequest: control.request,
        }),
      );
      return true;
    }
    await watcher.rest();
  }
  return false;
}

class Watcher {
  readonly #run: Conducting;
  readonly #startedMs: number;
  #seenMs: number;
  /** Since when each kind of call has failed. */
  readonly #failingSinceMs = new Map<string, number>();
  #stopAskedMs: number | null = null;
  #stopSent = false;
  readonly #schedule = new LookSchedule();
  /** Kept here as well as in the record: reading goes on when the disk is full. */
  #cursor: string;
  /** Set when the disk takes nothing more: the task is watched to its end, and nothing is written. */
  #broken = false;
  #stoppedUnwritten = false;
  readonly #stalls = new StallWatch();
  /** Aborted when the target has something new to describe. */
  #news = new AbortController();
  lost = false;

  constructor(run: Conducting) {
    this.#run = run;
    this.#startedMs = Date.parse(run.journal.record.createdAt);
    this.#seenMs = run.clock.now();
    this.#cursor = run.journal.record.position.snapshots;
    run.target.listen?.(() => {
      this.#news.abort();
    });
  }

  /** One look at the task and its logs; true when the run is over. */
  async look(): Promise<boolean> {
    const { journal, control, clock } = this.#run;
    this.#askAfterDeadlines();
    if (control.request !== null) await this.#stop();
    if (this.#schedule.isDue(clock.now())) {
      await this.#tolerant("describe", () => this.#describe());
    }
    this.#keep(() => {
      const stalled = this.#stalls.look(journal.record.task, clock.now());
      if (stalled !== null) journal.warn(stalled);
    });
    const stopped = this.#stoppedUnwritten || journal.record.task?.lastStatus === "STOPPED";
    await this.#tolerant("readLog", () => this.#drain(stopped));
    this.#keep(() => {
      journal.save();
    });
    const now = clock.now();
    this.lost =
      !stopped &&
      (now - this.#seenMs > missingMs ||
        [...this.#failingSinceMs.values()].some((sinceMs) => now - sinceMs > failingMs) ||
        (this.#stopAskedMs !== null && now - this.#stopAskedMs > stopMs));
    return stopped || this.lost;
  }

  /** Waits until the next look is due, or something calls for one. */
  async rest(): Promise<void> {
    const { clock, control, journal, target } = this.#run;
    const { task, summary } = journal.record;
    const isEnding = summary !== null || control.request !== null;
    const delays = pollDelays(task, isEnding, target.pace, Math.random());
    const waking = AbortSignal.any([control.waking, this.#news.signal]);
    await clock.sleep(this.#schedule.next(clock.now(), delays), waking).catch(() => {
      this.#schedule.hurry();
    });
  }

  /** Ends the target's second source, and keeps what it told last. */
  async close(): Promise<void> {
    const { journal, target } = this.#run;
    const late = (await target.close?.(journal.record.taskId)) ?? [];
    this.#keep(() => {
      for (const snapshot of late) journal.fold(snapshot);
    });
  }

  async #describe(): Promise<void> {
    const { journal, target, control, clock } = this.#run;
    const { taskId } = journal.record;
    this.#schedule.looked(clock.now());
    this.#news = new AbortController();
    const batch = await target.describeTask(taskId, this.#cursor, control.leaving);
    this.#cursor = batch.cursor;
    if (!batch.missing) this.#seenMs = clock.now();
    this.#stoppedUnwritten =
      this.#broken && batch.snapshots.some(({ lastStatus }) => lastStatus === "STOPPED");
    this.#keep(() => {
      for (const snapshot of batch.snapshots) journal.fold(snapshot);
      journal.readTo(batch.cursor);
    });
  }

  /** Reads every container's log; to the very end once the task has stopped. */
  async #drain(final: boolean): Promise<void> {
    const { journal, target, containers, control } = this.#run;
    if (this.#broken) return;
    for (const container of containers) {
      for (let more = true; more && !control.leaving.aborted;) {
        const { taskId, position } = journal.record;
        const cursor = position.logs[container] ?? "";
        const batch = await target.readLog(taskId, container, cursor, final, control.leaving);
        this.#keep(() => {
          for (const line of batch.lines) journal.line(container, line);
          journal.readTo(batch.cursor, container);
        });
        more = batch.more && !this.#broken;
      }
    }
  }

  /** Calls the target; a failure is told once, and counts as loss when it lasts. */
  async #tolerant(kind: string, call: () => Promise<void>): Promise<void> {
    const { journal, clock, control, target } = this.#run;
    // What a target asks of services it counts itself.
    if (target.name === "local") journal.countCall(kind);
    try {
      await call();
      this.#failingSinceMs.delete(kind);
    } catch (error) {
      if (control.leaving.aborted) return;
      if (!this.#failingSinceMs.has(kind)) {
        this.#failingSinceMs.set(kind, clock.now());
        this.#keep(() => {
          journal.warn(
            `The target did not answer (${kind}): ${withoutDot(messageOf(error))}; trying again.`,
          );
        });
      }
    }
  }

  /** Writes; when the disk takes no more, the task is stopped and what it sent stays where it is. */
  #keep(write: () => void): void {
    if (this.#broken) return;
    try {
      write();
    } catch (error) {
      if (!(error instanceof MayflyError)) throw error;
      this.#broken = true;
      this.#run.control.ask({ kind: "fault", reason: error.message });
    }
  }

  #askAfterDeadlines(): void {
    const { journal, control, clock } = this.#run;
    const { timeoutSeconds, startTimeoutSeconds } = journal.record.limits;
    const elapsedMs = clock.now() - this.#startedMs;
    if (!journal.ran && elapsedMs > startTimeoutSeconds * 1000) {
      control.ask({ kind: "startTimeout", seconds: startTimeoutSeconds });
    }
    if (elapsedMs > timeoutSeconds * 1000)
      control.ask({ kind: "timeout", seconds: timeoutSeconds });
  }

  async #stop(): Promise<void> {
    const { journal, target, control, clock } = this.#run;
    const { request } = control;
    if (this.#stopSent || request === null) return;
    this.#stopAskedMs ??= clock.now();
    this.#keep(() => {
      journal.stopRequested(request);
    });
    await this.#tolerant("stop", async () => {
      await target.stopTask(journal.record.taskId, stopReason(request), control.leaving);
      this.#stopSent = true;
    });
  }
}
