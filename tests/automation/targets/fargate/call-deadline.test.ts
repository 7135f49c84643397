import { expect, test, vi } from "vitest";
import { withDeadline } from "../../../../automation/targets/fargate/call-deadline.ts";
import { signal } from "./fakes.ts";

/** A call that never ends and does not heed its signal, as the SDK's search for credentials. */
const deaf = () => new Promise<never>(() => undefined);

test("a call that heeds no signal ends at its deadline all the same", async () => {
  await expect(withDeadline(5, signal, deaf)).rejects.toThrow("no answer within 0.005 seconds");
});

test("a call that heeds no signal ends with the abort of its caller", async () => {
  const leaving = new AbortController();
  const call = withDeadline(60_000, leaving.signal, deaf);
  leaving.abort(new Error("leaving"));
  await expect(call).rejects.toThrow("leaving");
});

test("an answer leaves no timer and no listener behind", async () => {
  vi.useFakeTimers();
  try {
    const caller = new AbortController();
    const remove = vi.spyOn(caller.signal, "removeEventListener");
    expect(await withDeadline(60_000, caller.signal, () => Promise.resolve(1))).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
    expect(remove).toHaveBeenCalledOnce();
  } finally {
    vi.useRealTimers();
  }
});
