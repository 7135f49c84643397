import { expect, test } from "vitest";
import { MinHeap } from "../../crawler/src/min-heap.ts";

function drained(heap: MinHeap): readonly number[] {
  const values: number[] = [];
  for (let top = heap.pop(); top !== undefined; top = heap.pop()) values.push(top.value);
  return values;
}

test("values come by their number, whatever the order in which they went in", () => {
  // Every residue once, in an order that looks random.
  const numbers = Array.from({ length: 997 }, (_, index) => (index * 389) % 997);
  const heap = new MinHeap();
  for (const number of numbers) heap.push(number, number);
  expect(drained(heap)).toEqual(numbers.toSorted((a, b) => a - b));
});

test("equals come in the order in which they went in", () => {
  const heap = new MinHeap();
  for (const value of [5, 4, 3, 2, 1]) heap.push(value === 3 ? 0 : 1, value);
  expect(drained(heap)).toEqual([3, 5, 4, 2, 1]);
});

test("the first is told without being taken, and nothing is told of an empty heap", () => {
  const heap = new MinHeap();
  expect([heap.peek(), heap.pop()]).toEqual([undefined, undefined]);
  heap.push(2, 20);
  heap.push(1, 10);
  expect(heap.peek()).toMatchObject({ key: 1, value: 10 });
  expect(drained(heap)).toEqual([10, 20]);
});
