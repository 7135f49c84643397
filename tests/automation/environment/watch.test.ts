import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { EngineProcess } from "../../../automation/environment/engine-process.ts";
import { checkedStack, graceMs } from "../../../automation/environment/environment-options.ts";
import { Watch } from "../../../automation/environment/watch.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function watching(timeoutMs = 1000) {
  const [ending, leaving] = [new AbortController(), new AbortController()];
  const watch = new Watch({ signal: ending.signal, leaveSignal: leaving.signal, timeoutMs });
  const asked: string[] = [];
  const engine = {
    interrupt: () => asked.push("interrupt"),
    kill: async () => {
      asked.push("kill");
      await Promise.resolve();
    },
  };
  watch.attach(engine as unknown as EngineProcess);
  return { watch, asked, ending, leaving };
}

test("after a signal the engine has all the time it needs, also beyond the deadline", async () => {
  const { watch, asked, ending } = watching();
  ending.abort();
  await vi.advanceTimersByTimeAsync(24 * 3600_000);
  expect(asked).toEqual(["interrupt"]);
  expect(watch).toMatchObject({ early: "interrupted", left: false });
  watch[Symbol.dispose]();
});

test("a second signal ends it at once", async () => {
  const { watch, asked, ending, leaving } = watching();
  ending.abort();
  leaving.abort();
  await expect(watch.abandoned).rejects.toThrow();
  expect(asked).toEqual(["interrupt", "kill"]);
  expect(watch).toMatchObject({ early: "interrupted", left: true });
  watch[Symbol.dispose]();
});

test("after the deadline it has a quarter of an hour, and the deadline stays the reason", async () => {
  const { watch, asked } = watching();
  await vi.advanceTimersByTimeAsync(1000 + graceMs - 1);
  expect(asked).toEqual(["interrupt"]);
  await vi.advanceTimersByTimeAsync(1);
  expect(asked).toEqual(["interrupt", "kill"]);
  expect(watch).toMatchObject({ early: "timedOut", left: true });
  watch[Symbol.dispose]();
});

test.each(["dev", "org/dev", "org/my.project/dev_1-2"])("%s names a stack", (name) => {
  expect(checkedStack(name)).toBe(name);
});

test.each(["", "a b", "/dev", "org/", "a/b/c/d"])("%j names none", (name) => {
  expect(() => checkedStack(name)).toThrow("for --stack");
});
