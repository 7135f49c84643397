/** A signal for work that several wait for: it aborts when all of them have given up. */
export class AllAborted {
  readonly #controller = new AbortController();
  readonly #waiting = new Set<AbortSignal>();

  /** Aborts with the reason of the last one. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** One more who waits. */
  add(signal: AbortSignal): void {
    this.#waiting.add(signal);
    if (signal.aborted) this.#leave(signal);
    else signal.addEventListener("abort", this.#onAbort, { once: true });
  }

  /** The work is over: nobody is listened to any more. */
  close(): void {
    for (const signal of this.#waiting) signal.removeEventListener("abort", this.#onAbort);
    this.#waiting.clear();
  }

  readonly #onAbort = ({ target }: Event): void => {
    if (target instanceof AbortSignal) this.#leave(target);
  };

  #leave(signal: AbortSignal): void {
    this.#waiting.delete(signal);
    if (this.#waiting.size === 0) this.#controller.abort(signal.reason);
  }
}

/** The promise's result; rejects with the signal's reason when that aborts first. */
export async function orAborted<Value>(
  promise: Promise<Value>,
  signal: AbortSignal,
): Promise<Value> {
  signal.throwIfAborted();
  return await new Promise((resolve, reject) => {
    const stop = (): void => {
      reject(signal.reason as Error);
    };
    signal.addEventListener("abort", stop, { once: true });
    promise.then(resolve, reject).finally(() => {
      signal.removeEventListener("abort", stop);
    });
  });
}
