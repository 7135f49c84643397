import type { EngineProcess } from "./engine-process.ts";
import { checkedTimeout, type EnvironmentOptions } from "./environment-options.ts";
import type { EarlyEnd } from "./failure.ts";

/** Milliseconds that the engine has for its end in order, after which it is ended at once. */
const graceMs = 300_000;

/** Watches over the signals and the deadline of one operation, and ends the engine for them: in order first, then at once. */
export class Watch implements Disposable {
  /** Milliseconds of the deadline. */
  readonly timeoutMs: number;
  /** Rejects when the engine was ended at once: nobody waits for it any more. */
  readonly abandoned: Promise<never>;
  #abandon: (reason: Error) => void = () => undefined;
  #early: EarlyEnd | null = null;
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

  /** Takes charge of the engine as soon as there is one. */
  attach(engine: EngineProcess): void {
    this.#engine = engine;
    if (this.#early !== null) engine.interrupt();
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
    this.#end("timedOut");
  };

  readonly #leave = (): void => {
    this.#early = "left";
    const killed = this.#engine?.kill() ?? Promise.resolve();
    void killed.finally(() => {
      this.#abandon(new Error("left at once"));
    });
  };

  #end(early: EarlyEnd): void {
    if (this.#early !== null) return;
    this.#early = early;
    this.#engine?.interrupt();
    this.#timers.push(setTimeout(this.#leave, graceMs));
  }
}
