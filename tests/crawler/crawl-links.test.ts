/** Which links a crawl follows, in which order, and what it says of the others. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkpointName } from "../../crawler/src/crawl-journal.ts";
import { FolderStore } from "../../crawler/src/folder-store.ts";
import { KeptFiles } from "../../crawler/src/kept-files.ts";
import { crawlLinks, origin } from "./helpers/fake-crawl.ts";
import { FakeClock, listed, readingOf, RecordingOutput } from "./helpers/fakes.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mayfly-test-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const tree = { "/": ["/1", "/2"], "/1": ["/11", "/12"], "/2": ["/21"], "/12": ["/121"] };

test("depth first, the links of a page come before those of the pages before it", async () => {
  const { visited } = await crawlLinks(tree, { settings: { order: "depth" } });
  expect(visited).toEqual(["/", "/1", "/11", "/12", "/121", "/2", "/21"]);
});

test("pages that are preferred come first as soon as they are found", async () => {
  const { visited } = await crawlLinks(tree, { settings: { prefer: ["/21", "re:/2"] } });
  expect(visited).toEqual(["/", "/2", "/21", "/1", "/11", "/12", "/121"]);
});

describe("extra hops", () => {
  const b = "https://b.org";
  const site = {
    "/": ["/a", `${b}/1`, "https://no.org/"],
    [`${b}/1`]: [`${b}/2`, "/back"],
    [`${b}/2`]: [`${b}/3`],
    "/back": ["https://c.org/1"],
    "https://c.org/1": ["https://c.org/2"],
  };

  test("lead so many links out of the scope, counted from the last page in it", async () => {
    const settings = { extraHops: 1, exclude: ["https://no.org/**"] };
    const { visited, skips } = await crawlLinks(site, { settings });
    expect(visited).toEqual(["/", "/a", `${b}/1`, "/back", "https://c.org/1"]);
    expect(skips).toEqual([
      ["https://no.org/", "outOfScope"],
      [`${b}/2`, "outOfScope"],
      ["https://c.org/2", "outOfScope"],
    ]);
  });

  test("lead to pages that no include pattern matches, too", async () => {
    const settings = { extraHops: 1, include: ["/", "/1"] };
    const { visited } = await crawlLinks(tree, { settings });
    expect(visited).toEqual(["/", "/1", "/2", "/11", "/12"]);
  });
});

test("what is too deep by one way is visited by a shorter one that is found later", async () => {
  // Depth first, so that the long way is found first.
  const site = {
    "/": ["/a", "/x"],
    "/a": ["/b"],
    "/b": ["/x", "/deep"],
    "/x": ["/y"],
    "/y": ["/z"],
  };
  const { visited, skips, output } = await crawlLinks(site, {
    settings: { order: "depth", maxDepth: 2 },
  });
  expect(visited).toEqual(["/", "/a", "/b", "/x", "/y"]);
  expect(skips).toEqual([
    ["/deep", "depth"],
    ["/z", "depth"],
  ]);
  expect(output.pages.map(({ url, depth }) => [url.replace(origin, ""), depth])).toContainEqual([
    ...["/x", 1],
  ]);
});

test("no further page is taken once the size limit is reached", async () => {
  const { crawl, output, visited } = await crawlLinks(tree, { settings: { sizeLimit: 500 } });
  const bytes = output.pages.map((page) => JSON.stringify(page).length);
  expect(bytes.length).toBeGreaterThan(1);
  expect(bytes.slice(0, -1).reduce((sum, count) => sum + count, 0)).toBeLessThan(500);
  expect(bytes.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(500);
  expect([crawl.isFull, visited.length < 7]).toEqual([true, true]);
  const whole = await crawlLinks(tree, { settings: { sizeLimit: 1e9 } });
  expect([whole.crawl.isFull, whole.visited.length]).toEqual([false, 7]);
});

describe("files of pages count for the size limit,", () => {
  const picture = Buffer.alloc(2000);
  /** Two pages with a picture are more than 4000 bytes, and one is less. */
  const limit = { settings: { sizeLimit: 4000 } };

  async function crawl(name: string, options = {}) {
    const store = new FolderStore(join(folder, name));
    const files = new KeptFiles(store, new RecordingOutput());
    const result = await crawlLinks(tree, {
      store,
      ...options,
      visit: (url) => {
        const links = (
          new Map<string, readonly string[]>(Object.entries(tree)).get(url.replace(origin, "")) ??
          []
        ).map((path) => origin + path);
        return Promise.resolve({
          kind: "document",
          reading: readingOf(url, { links }),
          partial: false,
          files: { screenshot: picture },
        });
      },
      keepFiles: async (url, made) => await files.keep(url, made),
    });
    await store.close();
    return result;
  }

  test("as they are written", async () => {
    const { crawl: first, output } = await crawl("size", limit);
    expect([output.pages.length, first.isFull]).toEqual([2, true]);
  });

  test("and those of the crawl before, whether a checkpoint or the journal tells of them", async () => {
    await crawl("size-on", limit);
    const again = await crawl("size-on", limit);
    expect([again.output.pages.length, again.crawl.isFull]).toEqual([0, true]);
    rmSync(join(folder, "size-on", checkpointName));
    const replayed = await crawl("size-on", limit);
    expect([replayed.output.pages.length, replayed.crawl.isFull]).toEqual([0, true]);
    const more = await crawl("size-on", { settings: { sizeLimit: 6000 } });
    expect(more.output.pages.length).toBe(1);
  });
});

test("the rate holds over all hosts, beside the delay of each", async () => {
  const clock = new FakeClock();
  const site = { "/": ["/1", "https://b.org/1", "/2"] };
  const settings = { scope: "any", rate: 2, delay: 0.8 } as const;
  await crawlLinks(site, { clock, settings });
  expect(clock.sleeps).toEqual([500, 500, 500, 300]);
});

test.each([
  [undefined, 1],
  [2, 2],
])(
  "with --connections %s, %i pages of a host are loaded at once, and begun with the pauses that it wants",
  async (connections, most) => {
    let loading = 0;
    const seen: number[] = [];
    const clock = new FakeClock();
    const begun: number[] = [];
    await crawlLinks(
      {},
      {
        seeds: ["/1", "/2", "/3", "/4"].map((path) => origin + path),
        settings: { connections, delay: 1 },
        clock,
        capacity: () => 4,
        visit: async (url) => {
          loading += 1;
          begun.push(clock.now());
          // Time goes by while a crawl waits for the next page.
          for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
          seen.push(loading);
          loading -= 1;
          return { kind: "document", reading: readingOf(url), partial: false };
        },
      },
    );
    expect(Math.max(...seen)).toBe(most);
    const pauses = begun.slice(1).map((ms, index) => ms - (begun[index] ?? 0));
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(1000);
  },
);

test("a host that wants pauses gets one page at a time, also after pages that may not be visited", async () => {
  let loading = 0;
  const seen: number[] = [];
  const clock = new FakeClock();
  await crawlLinks(
    {},
    {
      seeds: ["/no/1", "/1", "/no/2", "/2", "/3", "/4"].map((path) => origin + path),
      settings: { delay: 0 },
      clock,
      capacity: () => 4,
      robots: {
        ask: (url) =>
          Promise.resolve(
            url.includes("/no/") ? { kind: "disallowed" } : { kind: "allowed", crawlDelay: 2 },
          ),
      },
      visit: async (url) => {
        loading += 1;
        await new Promise(setImmediate);
        seen.push(loading);
        loading -= 1;
        return { kind: "document", reading: readingOf(url), partial: false };
      },
    },
  );
  expect(seen).toEqual([1, 1, 1, 1]);
  expect(clock.sleeps).toEqual([2000, 2000, 2000]);
});

describe("a crawl that goes on", () => {
  const site = { ...tree, "/2": ["/21", "https://b.org/"], "/11": ["https://b.org/"] };

  async function crawls(name: string, all: readonly Parameters<typeof crawlLinks>[1][]) {
    const results = [];
    for (const options of all) {
      const store = new FolderStore(join(folder, name));
      results.push(await crawlLinks(site, { ...options, store }));
      await store.close();
    }
    return results;
  }

  test("finds nothing new in the seeds and sitemaps that it had, and says nothing twice", async () => {
    const sitemaps = [
      { url: `${origin}/map.xml`, pages: listed(`${origin}/21`, "https://b.org/") },
    ];
    const seeds = [`${origin}/`, `${origin}/1`];
    const [first, second] = await crawls("again", [
      { seeds, sitemaps },
      { seeds, sitemaps },
    ]);
    expect(first?.visited).toEqual(["/", "/1", "/21", "/2", "/11", "/12", "/121"]);
    expect(first?.skips).toEqual([["https://b.org/", "outOfScope"]]);
    expect(second?.output.records).toEqual([]);
    expect(second?.crawl.counts).toEqual(first?.crawl.counts);
  });

  test("visits what is near enough, or in scope, by the settings that it has now", async () => {
    const [first, second, third] = await crawls("wider", [
      { settings: { maxDepth: 1 } },
      { settings: { maxDepth: 2, extraHops: 1 } },
      { seeds: [`${origin}/`, "https://b.org/other"] },
    ]);
    expect(first?.visited).toEqual(["/", "/1", "/2"]);
    expect(first?.crawl.counts.skips).toEqual({ depth: 3, outOfScope: 1 });
    expect(second?.visited).toEqual(["/11", "/12", "/21", "https://b.org/"]);
    expect(second?.crawl.counts.skips).toEqual({ depth: 1 });
    expect(third?.visited).toEqual(["https://b.org/other", "/121"]);
    expect(third?.crawl.counts).toMatchObject({ retrieved: 9, skipped: 0, queued: 0 });
  });

  test("visits a seed although it was told before that it is not visited", async () => {
    const [, second] = await crawls("seed", [{}, { seeds: ["https://b.org/"] }]);
    expect(second?.visited).toEqual(["https://b.org/"]);
    expect(second?.crawl.counts).toMatchObject({ skipped: 0 });
    expect(second?.output.lines).toContain(
      "[WARNING] ⛔ What is in this place is of a crawl of other URLs, and this one goes on with both.",
    );
  });

  test.each(["breadth", "depth", "priority"] as const)(
    "visits seeds that are new to it before all that it left, in the order %s",
    async (order) => {
      const seeds = [`${origin}/`, `${origin}/new`, `${origin}/12`];
      const [first, second] = await crawls(`new-${order}`, [
        { settings: { order, maxPages: 2 } },
        { settings: { order, maxPages: 4 }, seeds },
      ]);
      expect(first?.visited).toEqual(["/", "/1"]);
      expect([...(second?.visited ?? [])].sort()).toEqual(["/12", "/new"]);
    },
  );

  test("refuses seeds that are new to it where its page limit is reached, and changes nothing", async () => {
    const [first] = await crawls("no-room", [{ settings: { maxPages: 2 } }]);
    const again = crawls("no-room", [
      { settings: { maxPages: 2 }, seeds: [`${origin}/`, `${origin}/new`] },
    ]);
    await expect(again).rejects.toThrow(
      "have 2 pages already, and --max-pages is 2, so that https://a.org/new would not be visited",
    );
    const [same] = await crawls("no-room", [{ settings: { maxPages: 2 } }]);
    expect([same?.visited, same?.crawl.counts]).toEqual([[], first?.crawl.counts]);
    expect(same?.output.lines).toContain(
      "[WARNING] ⛔ No more pages: those are as many as --max-pages allows (2).",
    );
  });

  test("at its page limit loses nothing of what it left", async () => {
    const [first, second] = await crawls("limit", [
      { settings: { maxDepth: 1, maxPages: 2 } },
      { settings: { maxDepth: 1 } },
    ]);
    expect(first?.skips).toEqual([
      ["/11", "depth"],
      ["/12", "depth"],
    ]);
    expect(second?.visited).toEqual(["/2"]);
    expect(second?.skips).toEqual([
      ["https://b.org/", "outOfScope"],
      ["/21", "depth"],
    ]);
  });
});
