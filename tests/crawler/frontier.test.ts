import { describe, expect, test } from "vitest";
import { Frontier, type FrontierEntry } from "../../crawler/src/frontier.ts";

const a = "https://a.org";
const b = "https://b.org";
const c = "https://c.org";

function visit(frontier: Frontier, nowMs = 0): FrontierEntry {
  const step = frontier.next(nowMs);
  if (step.kind !== "visit") throw new Error(`nothing to visit: ${step.kind}`);
  return step.entry;
}

function visits(frontier: Frontier, count: number, nowMs = 0): readonly string[] {
  return Array.from({ length: count }, () => visit(frontier, nowMs).url);
}

function frontierOf(...urls: readonly string[]): Frontier {
  const frontier = new Frontier();
  for (const url of urls) frontier.add(url, 0, null);
  return frontier;
}

test("URLs are visited in the order in which they were found, whatever their host", () => {
  const frontier = frontierOf(`${a}/1`, `${b}/1`);
  expect(visit(frontier).url).toBe(`${a}/1`);
  frontier.add(`${a}/2`, 1, `${a}/1`);
  expect(visit(frontier).url).toBe(`${b}/1`);
  frontier.add(`${c}/1`, 1, `${b}/1`);
  frontier.add(`${b}/2`, 1, `${b}/1`);
  expect(visits(frontier, 2)).toEqual([`${a}/2`, `${c}/1`]);
  expect(visit(frontier)).toEqual({ url: `${b}/2`, depth: 1, referrer: `${b}/1`, attempts: 0 });
  expect(frontier.next(0)).toEqual({ kind: "done" });
});

test("a URL is seen once", () => {
  const frontier = new Frontier();
  expect([frontier.see("a"), frontier.see("a"), frontier.see("b")]).toEqual([true, false, true]);
});

describe("a host on hold", () => {
  test("holds up no other host, and its URLs keep their order", () => {
    const frontier = frontierOf(`${a}/1`, `${a}/2`, `${b}/1`, `${a}/3`, `${b}/2`);
    frontier.hold(a, 1000);
    expect(visits(frontier, 2)).toEqual([`${b}/1`, `${b}/2`]);
    expect(frontier.next(400)).toEqual({ kind: "wait", ms: 600 });
    expect(visits(frontier, 3, 1000)).toEqual([`${a}/1`, `${a}/2`, `${a}/3`]);
    expect(frontier.next(1000)).toEqual({ kind: "done" });
  });

  test("is waited for only until the earliest of several may be asked", () => {
    const frontier = frontierOf(`${a}/1`, `${b}/1`, `${c}/1`);
    frontier.hold(a, 3000);
    frontier.hold(b, 1000);
    frontier.hold(c, 2000);
    expect(frontier.next(0)).toEqual({ kind: "wait", ms: 1000 });
    expect(visit(frontier, 1000).url).toBe(`${b}/1`);
    expect(frontier.next(1000)).toEqual({ kind: "wait", ms: 1000 });
    expect(visits(frontier, 2, 5000)).toEqual([`${a}/1`, `${c}/1`]);
  });

  test("is held again in between without an early wake, and never for a shorter time", () => {
    const frontier = frontierOf(`${a}/1`);
    frontier.hold(a, 1000);
    frontier.hold(a, 5000);
    frontier.hold(a, 2000);
    expect(frontier.next(0)).toEqual({ kind: "wait", ms: 5000 });
    expect(frontier.next(4999)).toEqual({ kind: "wait", ms: 1 });
    expect(visit(frontier, 5000).url).toBe(`${a}/1`);
  });

  test("may have been known before it had a URL, and another port is another host", () => {
    const frontier = new Frontier();
    frontier.hold(a, 1000);
    frontier.add(`${a}/1`, 0, null);
    frontier.add(`${a}:8443/1`, 0, null);
    expect(visit(frontier).url).toBe(`${a}:8443/1`);
    expect(frontier.next(0)).toEqual({ kind: "wait", ms: 1000 });
  });

  test("that was to be asked next is put off, also when the clock goes back", () => {
    const frontier = frontierOf(`${a}/1`, `${b}/1`, `${b}/2`);
    frontier.hold(b, 1000);
    expect(visit(frontier, 1000).url).toBe(`${a}/1`);
    expect(frontier.next(900)).toEqual({ kind: "wait", ms: 100 });
    frontier.hold(b, 1500);
    expect(frontier.next(1000)).toEqual({ kind: "wait", ms: 500 });
    expect(visits(frontier, 2, 1500)).toEqual([`${b}/1`, `${b}/2`]);
    expect(frontier.next(1500)).toEqual({ kind: "done" });
  });
});

describe("a retry", () => {
  test("waits for its time while others go on, and the crawl is not done before it", () => {
    const frontier = frontierOf(`${a}/1`, `${a}/2`);
    frontier.retry({ ...visit(frontier), attempts: 1 }, 500);
    expect(frontier.size).toBe(2);
    expect(visit(frontier, 100).url).toBe(`${a}/2`);
    expect(frontier.next(100)).toEqual({ kind: "wait", ms: 400 });
    expect(visit(frontier, 500)).toMatchObject({ url: `${a}/1`, attempts: 1 });
    expect([frontier.size, frontier.next(500)]).toEqual([0, { kind: "done" }]);
  });

  test("that is due comes before what was never visited, the earlier first", () => {
    const frontier = frontierOf(`${b}/1`, `${a}/1`, `${a}/2`, `${a}/3`);
    const [first, second, third] = [visit(frontier), visit(frontier), visit(frontier)];
    frontier.retry(first, 30);
    frontier.retry(second, 20);
    frontier.retry(third, 10);
    expect(visits(frontier, 4, 40)).toEqual([`${a}/2`, `${a}/1`, `${b}/1`, `${a}/3`]);
  });

  test("that is due waits for its host like any other URL", () => {
    const frontier = frontierOf(`${a}/1`, `${b}/1`);
    frontier.retry(visit(frontier), 100);
    frontier.hold(a, 900);
    expect(visit(frontier, 100).url).toBe(`${b}/1`);
    expect(frontier.next(100)).toEqual({ kind: "wait", ms: 800 });
    expect(visit(frontier, 900).url).toBe(`${a}/1`);
  });
});

test("a hundred thousand URLs come in order, and none is lost among hosts that are held after each", () => {
  const hosts = 100;
  const frontier = new Frontier();
  for (let index = 0; index < 100_000; index += 1) {
    frontier.add(`https://h${index % hosts}.org/${index}`, 0, null);
  }
  let nowMs = 0;
  for (let index = 0; index < 100_000; index += 1) {
    const { url } = visit(frontier, nowMs);
    if (!url.endsWith(`/${index}`)) throw new Error(`out of order at ${index}`);
    frontier.hold(url, nowMs + hosts);
    nowMs += 1;
  }
  expect([frontier.size, frontier.next(nowMs)]).toEqual([0, { kind: "done" }]);
});
