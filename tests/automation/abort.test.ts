import { expect, test } from "vitest";
import { AllAborted, orAborted } from "../../automation/abort.ts";

test("work that several wait for goes on until the last of them has given up", () => {
  const all = new AllAborted();
  const [one, other] = [new AbortController(), new AbortController()];
  all.add(one.signal);
  all.add(other.signal);
  one.abort();
  expect(all.signal.aborted).toBe(false);
  other.abort("enough");
  expect(all.signal.reason).toBe("enough");
});

test("work that is over hears of no one", () => {
  const all = new AllAborted();
  const one = new AbortController();
  all.add(one.signal);
  all.close();
  one.abort();
  expect(all.signal.aborted).toBe(false);
});

test("a wait ends with its signal, whatever it waits for", async () => {
  const leaving = new AbortController();
  const waiting = orAborted(new Promise(() => undefined), leaving.signal);
  leaving.abort(new Error("left"));
  await expect(waiting).rejects.toThrow("left");
  await expect(orAborted(Promise.resolve(1), leaving.signal)).rejects.toThrow("left");
  await expect(orAborted(Promise.resolve(1), new AbortController().signal)).resolves.toBe(1);
});
