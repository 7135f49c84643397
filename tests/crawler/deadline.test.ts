import { expect, test } from "vitest";
import { withDeadline } from "../../crawler/src/deadline.ts";

/** Settles when its signal is aborted, and not before. */
const endless = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    const onAbort = (): void => {
      reject(signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason)));
    };
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort);
  });

test("work without an end is aborted at the deadline, as a TimeoutError", async () => {
  const { signal } = new AbortController();
  await expect(withDeadline(5, signal, endless)).rejects.toMatchObject({ name: "TimeoutError" });
});

test("work is aborted with the caller's reason, also one that came before", async () => {
  const abort = new AbortController();
  const working = withDeadline(60_000, abort.signal, endless);
  abort.abort(new Error("enough"));
  await expect(working).rejects.toThrow("enough");
  await expect(withDeadline(60_000, abort.signal, endless)).rejects.toThrow("enough");
});

test("work that ends in time gives its result", async () => {
  const { signal } = new AbortController();
  expect(await withDeadline(60_000, signal, () => Promise.resolve(7))).toBe(7);
});
