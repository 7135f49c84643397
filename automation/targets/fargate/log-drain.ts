import type { Clock } from "../../clock.ts";
import type { TaskSnapshot } from "../../lifecycle/task-snapshot.ts";
import { AwsError } from "./aws-error.ts";
import type { LogPage } from "./log-page.ts";

/** How long a stream of a stopped task is watched for late lines; milliseconds. */
export interface DrainPace {
  /** Between looks that bring nothing new. */
  readonly lookMs: number;
  /** Looks in a row without news after which a stream may be complete. */
  readonly looks: number;
  /** After the containers have stopped, in which lines may still come in. */
  readonly quietMs: number;
  /** In which the stream of a container that ran may still appear. */
  readonly lateStreamMs: number;
  /** In which a failing CloudWatch must answer again. */
  readonly failingMs: number;
}

/** The agent sends lines every 5 seconds; streams were seen to come after 20 (buildkite/ecs-run-task#3). */
export const drainPace: DrainPace = {
  lookMs: 1000,
  looks: 3,
  quietMs: 10_000,
  lateStreamMs: 25_000,
  failingMs: 60_000,
};

/** Milliseconds after which nothing comes late any more: one look without news is enough. */
const longAgoMs = 60_000;

/** Reads one container's stream to its end, once the task has stopped. */
export class LogDrain {
  readonly #clock: Clock;
  readonly #pace: DrainPace;
  readonly #beganMs: number;
  #unchanged = 0;

  constructor(clock: Clock, pace: DrainPace = drainPace) {
    this.#clock = clock;
    this.#pace = pace;
    this.#beganMs = clock.now();
  }

  /** The next page; waits before it when the one before brought nothing. `complete` when no line is outstanding. */
  async next(
    read: () => Promise<LogPage>,
    task: TaskSnapshot | null,
    container: string,
    signal: AbortSignal,
  ): Promise<LogPage & { readonly complete: boolean }> {
    if (this.#unchanged > 0) await this.#clock.sleep(this.#pace.lookMs, signal);
    const page = await this.#patiently(read, signal);
    this.#unchanged = page.moved || page.lines.length > 0 ? 0 : this.#unchanged + 1;
    return { ...page, complete: this.#isComplete(page, task, container) };
  }

  #isComplete({ found }: LogPage, task: TaskSnapshot | null, container: string): boolean {
    if (this.#unchanged === 0) return false;
    if (found === "noGroup") return true;
    const { looks, quietMs, lateStreamMs } = this.#pace;
    const now = this.#clock.now();
    const stoppedMs = Date.parse(task?.executionStoppedAt ?? task?.stoppedAt ?? "");
    // The clock of this machine may be behind that of AWS: no wait is counted from a time to come.
    const sinceMs = Number.isNaN(stoppedMs) ? this.#beganMs : Math.min(stoppedMs, this.#beganMs);
    if (now - sinceMs > longAgoMs) return true;
    if (found === "noStream") {
      return !mayHaveRun(task, container) || now - this.#beganMs >= lateStreamMs;
    }
    return this.#unchanged >= looks && now - sinceMs >= quietMs;
  }

  /** Nobody asks again for a stopped task's lines: what fails for now is tried again here. */
  async #patiently(read: () => Promise<LogPage>, signal: AbortSignal): Promise<LogPage> {
    const { lookMs, failingMs } = this.#pace;
    const sinceMs = this.#clock.now();
    for (let tries = 0; ; tries += 1) {
      try {
        return await read();
      } catch (error) {
        const delayMs = lookMs * Math.min(8, 2 ** tries);
        const isOver = this.#clock.now() + delayMs - sinceMs > failingMs;
        if (!(error instanceof AwsError && error.transient) || isOver) throw error;
        await this.#clock.sleep(delayMs, signal);
      }
    }
  }
}

/** A container without an exit code in a task that never was RUNNING has no lines to wait for. */
export function mayHaveRun(task: TaskSnapshot | null, container: string): boolean {
  if (task === null || task.startedAt !== undefined) return true;
  return task.containers.some(({ name, exitCode }) => name === container && exitCode !== undefined);
}
