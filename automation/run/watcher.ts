import { MayflyError, messageOf, withoutDot } from "../errors.ts";
import type { Conducting } from "./conduct.ts";
import { disappeared } from "../lifecycle/verdict.ts";
import { LogWatch } from "./log-watch.ts";
import { LookSchedule } from "./look-schedule.ts";
import { pollDelays } from "./poll-delay.ts";
import { isLongAgo } from "./record.ts";
import { relaunch } from "./relaunch.ts";
import { StallWatch } from "./stall-watch.ts";
import { Stopping } from "./stopping.ts";
import { Tolerance } from "./tolerance.ts";

/** Milliseconds that a task may be unknown to its target before it counts as lost. ECS may take a while to tell of a new one. */
const missingMs = 120_000;
/** Milliseconds in which the target must take the stop of a task that is lost sight of. */
const lastStopMs = 15_000;
/** The same for a task of which nothing was heard at all, once the run is to stop. */
const neverMs = 20_000;

/** Watches one started task: looks at it and its logs, keeps what they say, and asks for its stop when it is time. */
export class Watcher {
  readonly #run: Conducting;
  /** Whether the task began so long ago that a target which does not know it has forgotten it. */
  readonly #isOld: boolean;
  readonly #tolerance: Tolerance;
  readonly #logs: LogWatch;
  readonly #schedule = new LookSchedule();
  readonly #stalls = new StallWatch();
  readonly #stopping: Stopping;
  #seenMs: number;
  /** Kept here as well as in the record: reading goes on when the disk is full. */
  #cursor: string;
  /** Set when the disk takes nothing more: the task is watched to its end, and nothing is written. */
  #broken = false;
  #stoppedUnwritten = false;
  /** Aborted when the target has something new to describe. */
  #news = new AbortController();

  constructor(run: Conducting) {
    const { journal, clock, target } = run;
    this.#run = run;
    this.#seenMs = clock.now();
    this.#isOld = isLongAgo(journal.record, this.#seenMs);
    this.#stopping = new Stopping(run);
    this.#cursor = journal.record.position.snapshots;
    this.#tolerance = new Tolerance(clock, (message) => {
      this.#keep(() => {
        journal.warn(message);
      });
    });
    this.#logs = new LogWatch(run, {
      call: (call) => this.#tolerant("readLog", call),
      keep: (write) => {
        this.#keep(write);
        return !this.#broken;
      },
    });
    target.listen?.(() => {
      this.#news.abort();
    });
  }

  /** One look at the task and its logs; true when the run is over. */
  async look(): Promise<boolean> {
    const { journal, clock } = this.#run;
    if (this.#schedule.isDue(clock.now())) {
      await this.#tolerant("describe", () => this.#describe());
    }
    // After the look: a task that ended, or was forgotten, while nobody watched did not run into the time-out.
    if (journal.record.task?.lastStatus !== "STOPPED" && this.loss() === null) {
      this.#stopping.askAfterDeadlines();
    }
    const keep = (write: () => void): void => {
      this.#keep(write);
    };
    await this.#stopping.send(keep, (call) => this.#tolerant("stop", call));
    this.#keep(() => {
      const stalled = this.#stalls.look(journal.record.task, clock.now());
      if (stalled !== null) journal.warn(stalled);
    });
    const hasStopped = this.#stoppedUnwritten || journal.record.task?.lastStatus === "STOPPED";
    const stopped = hasStopped && !(await this.#relaunch());
    const isOver = stopped || this.loss() !== null;
    if (!this.#broken) await this.#logs.look(this.#schedule, { stopped, isOver });
    this.#keep(() => {
      journal.save();
    });
    return isOver || this.loss() !== null;
  }

  /** Waits until the next look is due, or something calls for one. */
  async rest(): Promise<void> {
    const { clock, control, journal, target } = this.#run;
    const { task, summary } = journal.record;
    const isEnding = summary !== null || control.request !== null;
    const { taskMs, logsMs, ...aligned } = pollDelays(task, isEnding, target.pace, Math.random());
    const delays = {
      taskMs: this.#tolerance.later("describe", taskMs),
      logsMs: this.#tolerance.later("readLog", logsMs),
      ...aligned,
    };
    const news = this.#news.signal;
    const waking = AbortSignal.any([control.waking, news]);
    await clock.sleep(this.#schedule.next(clock.now(), delays), waking).catch(() => {
      const { alignedAtMs, fastMs } = target.pace;
      if (!news.aborted || alignedAtMs === undefined) {
        this.#schedule.hurry();
        return;
      }
      // With many tasks there is always news: it waits for the next look that all take together.
      this.#news = new AbortController();
      this.#schedule.nearer(clock.now(), fastMs, alignedAtMs);
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

  /** Why the task cannot be watched to its end; null while it can. */
  loss(): string | null {
    const { journal, control, clock } = this.#run;
    const wasNever = journal.record.task === null && control.request !== null;
    if (clock.now() - this.#seenMs > (wasNever ? neverMs : missingMs)) return disappeared;
    const failed = this.#tolerance.exhausted("describe");
    if (failed !== null) return `The task could not be watched: ${failed}.`;
    return this.#stopping.isOverdue ? "The task did not stop in its time." : null;
  }

  /**
   * Asks once more for the stop of a task that is lost sight of, so that it does not run on unseen. Returns what is to be said
   * of that.
   */
  async stopUnseen(loss: string): Promise<string> {
    const { journal, target } = this.#run;
    const signal = AbortSignal.timeout(lastStopMs);
    try {
      await target.stopTask(journal.record.taskId, "mayfly: lost sight of", signal);
      return loss === disappeared ? loss : `${loss} It was asked to stop.`;
    } catch (error) {
      return `${loss} It may still run, and could not be stopped: ${withoutDot(messageOf(error))}.`;
    }
  }

  async #relaunch(): Promise<boolean> {
    const { journal, target, control, clock } = this.#run;
    await this.#logs.settled;
    const drain = async (): Promise<void> => {
      await this.#logs.look(this.#schedule, { stopped: true, isOver: true });
    };
    if (this.#broken || !(await relaunch(journal, target, control, drain))) return false;
    this.#cursor = "";
    this.#seenMs = clock.now();
    return true;
  }

  async #describe(): Promise<void> {
    const { journal, target, control, clock } = this.#run;
    const { taskId } = journal.record;
    this.#schedule.looked(clock.now());
    this.#news = new AbortController();
    const batch = await target
      .describeTask(taskId, this.#cursor, control.leaving)
      .catch((error: unknown) => {
        // No answer is not the answer that there is no such task: it has a deadline of its own.
        this.#seenMs = clock.now();
        throw error;
      });
    this.#cursor = batch.cursor;
    if (!batch.missing) this.#seenMs = clock.now();
    else if (this.#isOld) this.#seenMs = -Infinity;
    this.#stoppedUnwritten =
      this.#broken && batch.snapshots.some(({ lastStatus }) => lastStatus === "STOPPED");
    this.#keep(() => {
      for (const snapshot of batch.snapshots) journal.fold(snapshot);
      journal.readTo(batch.cursor);
    });
  }

  /** Calls the target; a failure is told once, and counts as loss when it lasts. */
  async #tolerant(kind: string, call: () => Promise<void>): Promise<void> {
    const { journal, control, target } = this.#run;
    // What a target asks of services it counts itself.
    if (target.name !== "fargate") journal.countCall(kind);
    await this.#tolerance.call(kind, call, control.leaving);
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
}
