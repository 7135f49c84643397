/**
 * Does something with a signal that is aborted after `ms` milliseconds, with a `TimeoutError`, or when `signal` is.
 * `AbortSignal.any` with `AbortSignal.timeout` is not it: Node.js 20 may collect the time-out, and then it never fires
 * (seen here: a fetch that should have ended after 10 s took 300).
 */
export async function withDeadline<Result>(
  ms: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const onAbort = (): void => {
    controller.abort(signal.reason);
  };
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort);
  const timer = setTimeout(() => {
    controller.abort(new DOMException(`No answer within ${String(ms)} ms`, "TimeoutError"));
  }, ms);
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
  }
}
