import { describe, expect, test } from "vitest";
import { ranking } from "../../crawler/src/crawl-order.ts";
import { Frontier, type FrontierOptions } from "../../crawler/src/frontier.ts";
import { KnownUrls, type FrontierEntry } from "../../crawler/src/known-urls.ts";

const a = "https://a.org";
const b = "https://b.org";
const c = "https://c.org";

/** A frontier that is told URLs one by one. */
class TestFrontier extends Frontier {
  constructor(options?: FrontierOptions) {
    super(new KnownUrls(), options);
  }

  found(url: string, depth = 0, referrer: string | null = null): void {
    this.add({ url, depth, referrer, attempts: 0 });
  }
}

function visit(frontier: Frontier, nowMs = 0): FrontierEntry {
  const step = frontier.next(nowMs);
  if (step.kind !== "visit") throw new Error(`nothing to visit: ${step.kind}`);
  return step.entry;
}

function visits(frontier: Frontier, count: number, nowMs = 0): readonly string[] {
  return Array.from({ length: count }, () => visit(frontier, nowMs).url);
}

function frontierOf(...urls: readonly string[]): TestFrontier {
  const frontier = new TestFrontier();
  for (const url of urls) frontier.found(url);
  return frontier;
}

test("URLs are visited in the order in which they were found, whatever their host", () => {
  const frontier = frontierOf(`${a}/1`, `${b}/1`);
  expect(visit(frontier).url).toBe(`${a}/1`);
  frontier.found(`${a}/2`, 1, `${a}/1`);
  expect(visit(frontier).url).toBe(`${b}/1`);
  frontier.found(`${c}/1`, 1, `${b}/1`);
  frontier.found(`${b}/2`, 1, `${b}/1`);
  expect(visits(frontier, 2)).toEqual([`${a}/2`, `${c}/1`]);
  expect(visit(frontier)).toEqual({ url: `${b}/2`, depth: 1, referrer: `${b}/1`, attempts: 0 });
  expect(frontier.next(0)).toEqual({ kind: "done" });
});

test("a host has as many pages at once as it is asked to have", () => {
  const frontier = new TestFrontier({ connections: 2 });
  for (const url of [`${a}/1`, `${a}/2`, `${a}/3`, `${b}/1`]) frontier.found(url);
  expect(visits(frontier, 3)).toEqual([`${a}/1`, `${a}/2`, `${b}/1`]);
  expect(frontier.next(0)).toEqual({ kind: "busy" });
  frontier.release(`${a}/1`, 1);
  expect(frontier.next(0)).toEqual({ kind: "busy" });
  frontier.release(`${a}/2`, 1);
  expect(visit(frontier).url).toBe(`${a}/3`);
});

describe("the order", () => {
  const ordered = (...parameters: Parameters<typeof ranking>) =>
    new TestFrontier({ rank: ranking(...parameters) });

  test("depth takes the deepest first, and of one page in the order of its links", () => {
    const frontier = ordered("depth", []);
    frontier.found(`${a}/`);
    expect(visit(frontier).url).toBe(`${a}/`);
    frontier.found(`${a}/1`, 1);
    frontier.found(`${b}/2`, 1);
    expect(visit(frontier).url).toBe(`${a}/1`);
    frontier.found(`${a}/1/1`, 2);
    frontier.found(`${b}/1/2`, 2);
    expect(visits(frontier, 3)).toEqual([`${a}/1/1`, `${b}/1/2`, `${b}/2`]);
    expect(frontier.next(0)).toEqual({ kind: "done" });
  });

  test("priority takes what matches the first pattern, then the second, then by the sitemap", () => {
    const frontier = ordered("priority", ["/docs/**", "re:\\.pdf$"]);
    const found: readonly (readonly [string, number?])[] = [
      ...([[`${a}/x`], [`${b}/low`, 0.1], [`${b}/high`, 0.9], [`${a}/usual`, 0.5]] as const),
      ...([[`${a}/y.pdf`], [`${a}/docs/low`, 0.2], [`${b}/docs/z`]] as const),
    ];
    for (const [url, priority] of found) {
      const more = priority === undefined ? {} : { priority };
      frontier.add({ url, depth: 0, referrer: null, attempts: 0, ...more });
    }
    expect(visits(frontier, found.length)).toEqual([
      ...[`${b}/docs/z`, `${a}/docs/low`, `${a}/y.pdf`],
      ...[`${b}/high`, `${a}/x`, `${a}/usual`, `${b}/low`],
    ]);
  });

  test("holds for retries and hosts on hold as it does breadth first", () => {
    const frontier = ordered("depth", []);
    for (const [url, depth] of [
      [`${a}/1`, 1],
      [`${a}/3`, 3],
      [`${b}/2`, 2],
    ] as const) {
      frontier.found(url, depth);
    }
    frontier.hold(a, 100);
    const first = visit(frontier);
    expect(first.url).toBe(`${b}/2`);
    frontier.retry({ ...first, attempts: 1 }, 50);
    expect(visit(frontier, 100)).toEqual({ ...first, attempts: 1 });
    expect(visits(frontier, 2, 100)).toEqual([`${a}/3`, `${a}/1`]);
  });
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
    const frontier = new TestFrontier();
    frontier.hold(a, 1000);
    frontier.found(`${a}/1`, 0, null);
    frontier.found(`${a}:8443/1`, 0, null);
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
  const frontier = new TestFrontier();
  for (let index = 0; index < 100_000; index += 1) {
    frontier.found(`https://h${index % hosts}.org/${index}`, 0, null);
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
