/** A call that had no answer in time; `TimeoutError` is what the SDK calls its own. */
class CallTimeout extends Error {
  override readonly name = "TimeoutError";
}

/**
 * Makes one call that ends when `signal` is aborted or `ms` milliseconds are over, also where the callee does not heed its
 * signal (the SDK does not while it looks for credentials). The timer is its own: in Node.js 20 a signal of
 * `AbortSignal.timeout` inside `AbortSignal.any` may be collected before it fires
 * (https://github.com/nodejs/node/issues/57736).
 */
export async function withDeadline<Answer>(
  ms: number,
  signal: AbortSignal,
  call: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  signal.throwIfAborted();
  const own = new AbortController();
  const ended = new Promise<never>((_resolve, reject) => {
    own.signal.addEventListener("abort", () => {
      reject(own.signal.reason as Error);
    });
  });
  // Whoever loses the race rejects unheard.
  ended.catch(() => undefined);
  const onAbort = (): void => {
    own.abort(signal.reason);
  };
  signal.addEventListener("abort", onAbort, { once: true });
  const timer = setTimeout(() => {
    own.abort(new CallTimeout(`no answer within ${String(ms / 1000)} seconds`));
  }, ms);
  try {
    const answer = call(own.signal);
    answer.catch(() => undefined);
    return await Promise.race([answer, ended]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
  }
}
