import type { EngineProcess } from "./engine-process.ts";
import { checkedTimeout, graceMs, type EnvironmentOptions } from "./environment-options.ts";
import type { EarlyEnd } from "./failure.ts";

/**
 * Watches over the signals and the deadline of one operation, and ends the engine for them: in order first, then at once. After
 * a signal, the steps that have begun have all the time they need, until a second one; after the deadline {@link graceMs}.
 */
export class Watch implements Disposable {
  /** Milliseconds of the deadline. */
  readonly timeoutMs: number;
  /** Rejects when the engine was ended at once: nobody waits for it any more. */
  readonly abandoned: Promise<never>;
  #abandon: (reason: Error) => void = () => undefined;
  #early: EarlyEnd | null = null;
  #left = false;
  #engine: EngineProcess | null = null;
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #options: EnvironmentOptions;

  constructor(options: EnvironmentOptions) {
    this.timeoutMs = checkedTimeout(options.timeoutMs);
    this.abandoned = new Promise<never>((_resolve, reject) => {
      this.#abandon = reject;
    });
    this.abandoned.catch(() => undefined);
    this.#options = options;
    const { signal, leaveSignal } = options;
    this.#timers.push(setTimeout(this.#onDeadline, this.timeoutMs));
    signal?.addEventListener("abort", this.#onSignal);
    leaveSignal?.addEventListener("abort", this.#leave);
    if (signal?.aborted === true) this.#onSignal();
    if (leaveSignal?.aborted === true) this.#leave();
  }

  /** Why the operation was ended before its end; null where it was not. */
  get early(): EarlyEnd | null {
    return this.#early;
  }

  /** True when nobody waited for the engine's end in order. */
  get left(): boolean {
    return this.#left;
  }

  /** Takes charge of the engine as soon as there is one. */
  attach(engine: EngineProcess): void {
    this.#engine = engine;
    if (this.#left) void engine.kill();
    else if (this.#early !== null) engine.interrupt();
  }

  [Symbol.dispose](): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#options.signal?.removeEventListener("abort", this.#onSignal);
    this.#options.leaveSignal?.removeEventListener("abort", this.#leave);
  }

  readonly #onSignal = (): void => {
    this.#end("interrupted");
  };

  readonly #onDeadline = (): void => {
    if (this.#end("timedOut")) this.#timers.push(setTimeout(this.#leave, graceMs));
  };

  readonly #leave = (): void => {
    this.#early ??= "interrupted";
    this.#left = true;
    const killed = this.#engine?.kill() ?? Promise.resolve();
    void killed.finally(() => {
      this.#abandon(new Error("left at once"));
    });
  };

  /** True where nothing had ended it before. */
  #end(early: EarlyEnd): boolean {
    if (this.#early !== null) return false;
    this.#early = early;
    this.#engine?.interrupt();
    return true;
  }
}
