import { expect, test } from "vitest";
import { MinHeap } from "../../crawler/src/min-heap.ts";

function drained<Value>(heap: MinHeap<Value>): readonly Value[] {
  const values: Value[] = [];
  for (let top = heap.pop(); top !== undefined; top = heap.pop()) values.push(top.value);
  return values;
}

test("values come by their number, whatever the order in which they went in", () => {
  // Every residue once, in an order that looks random.
  const numbers = Array.from({ length: 997 }, (_, index) => (index * 389) % 997);
  const heap = new MinHeap<number>();
  for (const number of numbers) heap.push(number, number);
  expect(drained(heap)).toEqual(numbers.toSorted((a, b) => a - b));
});

test("equals come in the order in which they went in", () => {
  const heap = new MinHeap<string>();
  for (const value of ["a", "b", "c", "d", "e"]) heap.push(value === "c" ? 0 : 1, value);
  expect(drained(heap)).toEqual(["c", "a", "b", "d", "e"]);
});

test("the first is told without being taken, and nothing is told of an empty heap", () => {
  const heap = new MinHeap<string>();
  expect([heap.peek(), heap.pop()]).toEqual([undefined, undefined]);
  heap.push(2, "b");
  heap.push(1, "a");
  expect(heap.peek()).toMatchObject({ key: 1, value: "a" });
  expect(drained(heap)).toEqual(["a", "b"]);
});
