import type { Clock } from "../clock.ts";
import { messageOf, withoutDot } from "../errors.ts";

/** Milliseconds in which a failing target must answer again. */
const failingMs = 60_000;

/** Makes calls that may fail for a while: a failure is told once, and lasts when it goes on too long. */
export class Tolerance {
  readonly #clock: Clock;
  readonly #tell: (message: string) => void;
  /** Since when each kind of call has failed. */
  readonly #sinceMs = new Map<string, number>();

  constructor(clock: Clock, tell: (message: string) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  /** Whether one kind of call has failed for too long. */
  get isExhausted(): boolean {
    const now = this.#clock.now();
    return [...this.#sinceMs.values()].some((sinceMs) => now - sinceMs > failingMs);
  }

  /** Makes a call; once `leaving` is aborted, its failure is nobody's business. */
  async call(kind: string, call: () => Promise<void>, leaving: AbortSignal): Promise<void> {
    try {
      await call();
      this.#sinceMs.delete(kind);
    } catch (error) {
      if (leaving.aborted || this.#sinceMs.has(kind)) return;
      this.#sinceMs.set(kind, this.#clock.now());
      this.#tell(
        `The target did not answer (${kind}): ${withoutDot(messageOf(error))}; trying again.`,
      );
    }
  }
}
