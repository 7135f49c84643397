import type { Clock } from "../clock.ts";
import type { TaskTarget } from "../targets/target.ts";
import type { Journal } from "./journal.ts";
import { stopReason, type StopControl } from "./stop-control.ts";

/** Milliseconds in which a task must have stopped after it was asked to: both stop time-outs and some room. */
const stopMs = 180_000;

/** Ends a task when it is time: after its deadlines, or when somebody asks for it. */
export class Stopping {
  readonly #journal: Journal;
  readonly #target: TaskTarget;
  readonly #control: StopControl;
  readonly #clock: Clock;
  readonly #startedMs: number;
  #askedMs: number | null = null;
  #sent = false;

  constructor({
    journal,
    target,
    control,
    clock,
  }: {
    readonly journal: Journal;
    readonly target: TaskTarget;
    readonly control: StopControl;
    readonly clock: Clock;
  }) {
    this.#journal = journal;
    this.#target = target;
    this.#control = control;
    this.#clock = clock;
    this.#startedMs = Date.parse(journal.record.createdAt);
  }

  /** Whether the task has not stopped in its time. */
  get isOverdue(): boolean {
    return this.#askedMs !== null && this.#clock.now() - this.#askedMs > stopMs;
  }

  /** Asks for the stop once a deadline has passed. */
  askAfterDeadlines(): void {
    const { timeoutSeconds, startTimeoutSeconds } = this.#journal.record.limits;
    const nowMs = this.#clock.now();
    const elapsedMs = nowMs - this.#startedMs;
    const startingMs = nowMs - this.#journal.startingSinceMs;
    if (!this.#journal.ran && startingMs > startTimeoutSeconds * 1000) {
      this.#control.ask({ kind: "startTimeout", seconds: startTimeoutSeconds });
    }
    if (elapsedMs > timeoutSeconds * 1000) {
      this.#control.ask({ kind: "timeout", seconds: timeoutSeconds });
    }
  }

  /** Sends what was asked for to the target, until it has taken it. */
  async send(
    keep: (write: () => void) => void,
    tolerant: (call: () => Promise<void>) => Promise<void>,
  ): Promise<void> {
    const { request, leaving } = this.#control;
    if (this.#sent || request === null) return;
    this.#askedMs ??= this.#clock.now();
    keep(() => {
      this.#journal.stopRequested(request);
    });
    await tolerant(async () => {
      const { taskId } = this.#journal.record;
      // A request to start that was cut short may have started a task that is not known yet.
      this.#sent = await this.#target.stopTask(taskId, stopReason(request), leaving);
    });
  }
}
