import { expect, test } from "vitest";
import { HostQueue } from "../../crawler/src/host-queue.ts";

function queued(order: number) {
  return { order, entry: { url: `https://a.org/${order}`, depth: 0, referrer: null, attempts: 0 } };
}

test("URLs come in the order in which they were found, retries that are due before them", () => {
  const queue = new HostQueue(Infinity);
  queue.add(queued(1));
  queue.add(queued(2));
  const orders: number[] = [];
  const take = () => {
    orders.push(queue.first?.order ?? NaN);
    queue.take();
  };
  take();
  queue.add(queued(3));
  queue.addDue(queued(-2));
  queue.addDue(queued(-1));
  for (let count = 0; count < 4; count += 1) take();
  expect(orders).toEqual([1, -2, -1, 2, 3]);
  expect(queue.first).toBeUndefined();
});
