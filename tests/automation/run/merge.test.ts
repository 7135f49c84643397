import { expect, test } from "vitest";
import { merge } from "../../../automation/run/merge.ts";

async function* numbers(from: number, to: number, step = 1) {
  for (let value = from; value <= to; value += step) {
    await Promise.resolve();
    yield value;
  }
}

async function* failing() {
  yield* numbers(1, 2);
  throw new Error("gone");
}

async function taken<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const all: Value[] = [];
  for await (const value of values) all.push(value);
  return all;
}

test("every value of every source comes, those of one source in their order", async () => {
  const all = await taken(merge([numbers(0, 1998, 2), numbers(1, 1999, 2)]));
  expect(all.filter((value) => value % 2 === 0)).toEqual(await taken(numbers(0, 1998, 2)));
  expect(all.toSorted((one, other) => one - other)).toEqual(await taken(numbers(0, 1999)));
});

test("nothing to merge ends at once", async () => {
  expect(await taken(merge([]))).toEqual([]);
});

test("what a source throws is thrown after what came before it", async () => {
  const got: number[] = [];
  const reading = (async () => {
    for await (const value of merge([failing()])) got.push(value);
  })();
  await expect(reading).rejects.toThrow("gone");
  expect(got).toEqual([1, 2]);
});

test("sources are read little further than their reader, and end with it", async () => {
  let read = 0;
  let ended = false;
  async function* endless() {
    try {
      for (;;) {
        await Promise.resolve();
        yield (read += 1);
      }
    } finally {
      ended = true;
    }
  }
  for await (const value of merge([endless()])) if (value === 1) break;
  await new Promise((resolve) => setImmediate(resolve));
  expect(read).toBeLessThan(600);
  expect(ended).toBe(true);
});
