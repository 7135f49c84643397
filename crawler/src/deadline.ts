/** A signal with a deadline, for what ends by itself before. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Ends the wait for the deadline. */
  readonly end: () => void;
}

/**
 * A signal that is aborted after `ms` milliseconds, with a `TimeoutError`, or when `signal` is, until it is ended.
 * `AbortSignal.any` with `AbortSignal.timeout` is not it: Node.js 20 may collect the time-out, and then it never fires
 * (seen here: a fetch that should have ended after 10 s took 300).
 */
export function deadline(ms: number, signal: AbortSignal): Deadline {
  const controller = new AbortController();
  const onAbort = (): void => {
    controller.abort(signal.reason);
  };
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort);
  const timer = setTimeout(() => {
    controller.abort(new DOMException(`No answer within ${String(ms)} ms`, "TimeoutError"));
  }, ms);
  return {
    signal: controller.signal,
    end: () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
    },
  };
}

/** Does something within a {@link deadline}. */
export async function withDeadline<Result>(
  ms: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const within = deadline(ms, signal);
  try {
    return await work(within.signal);
  } finally {
    within.end();
  }
}
