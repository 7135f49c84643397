import type { Clock } from "../clock.ts";
import { messageOf, withoutDot } from "../errors.ts";

/** Milliseconds in which a call must work again that fails for a reason which does not pass by itself. */
const failingMs = 60_000;
/** Longest distance between calls while they fail, in milliseconds. */
const longestMs = 30_000;

interface Failing {
  readonly sinceMs: number;
  readonly times: number;
  readonly error: unknown;
}

/** Makes calls that may fail for a while: a failure is told once, and the next call comes later each time. */
export class Tolerance {
  readonly #clock: Clock;
  readonly #tell: (message: string) => void;
  readonly #failing = new Map<string, Failing>();

  constructor(clock: Clock, tell: (message: string) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  /**
   * Why one kind of call cannot be waited for any longer; null while it may work again. Throttling and the like pass, however
   * long they last.
   */
  exhausted(kind: string): string | null {
    const failing = this.#failing.get(kind);
    if (failing === undefined || passes(failing.error)) return null;
    const lastsMs = this.#clock.now() - failing.sinceMs;
    return lastsMs > failingMs ? withoutDot(messageOf(failing.error)) : null;
  }

  /** The distance to the next call of a kind, from what it is otherwise: doubled with each failure in a row, up to half a minute. */
  later(kind: string, ms: number): number {
    const { times } = this.#failing.get(kind) ?? { times: 0 };
    return Math.max(ms, Math.min(longestMs, ms * 2 ** times));
  }

  /** Makes a call; once `leaving` is aborted, its failure is nobody's business. */
  async call(kind: string, call: () => Promise<void>, leaving: AbortSignal): Promise<void> {
    try {
      await call();
      this.#failing.delete(kind);
    } catch (error) {
      if (leaving.aborted) return;
      const before = this.#failing.get(kind);
      const sinceMs = before?.sinceMs ?? this.#clock.now();
      this.#failing.set(kind, { sinceMs, times: (before?.times ?? 0) + 1, error });
      if (before !== undefined) return;
      this.#tell(
        `The target did not answer (${kind}): ${withoutDot(messageOf(error))}; trying again.`,
      );
    }
  }
}

/** Whether an error says of itself that the same call may succeed a little later. */
function passes(error: unknown): boolean {
  return (
    typeof error === "object" && error !== null && "transient" in error && error.transient === true
  );
}
