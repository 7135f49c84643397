import { expect, test } from "vitest";
import { quietly } from "../../../automation/commands/conduct-environment.ts";
import { MayflyError } from "../../../automation/errors.ts";

test.each([
  [false, "once more to leave at once."],
  [true, "once more to leave at once, which may leave the lock held."],
])("a signal is told to cost a lock only where there may be one: %s", async (mayHold, end) => {
  let said = "";
  let signal: (name: "SIGINT") => void = () => undefined;
  const context = {
    stderr: { write: (text: string) => (said += text) },
    onSignal: (listener: typeof signal) => {
      signal = listener;
      return () => undefined;
    },
  } as unknown as Parameters<typeof quietly>[1];
  const act = async (options: { readonly signal?: AbortSignal }): Promise<number> => {
    signal("SIGINT");
    expect(options.signal?.aborted).toBe(true);
    return await Promise.reject(new MayflyError("interrupted", "Stopped."));
  };
  expect(await quietly({}, context, act, mayHold)).toBe(130);
  expect(said).toBe(`SIGINT: waiting for what has begun; ${end}\nmayfly: Stopped.\n`);
});
