import { expect, test, vi } from "vitest";
import { CrawlJournal } from "../../crawler/src/crawl-journal.ts";
import type { ResultsStore } from "../../crawler/src/results-store.ts";
import { crawlLinks, origin } from "./helpers/fake-crawl.ts";
import { RecordingOutput } from "./helpers/fakes.ts";

test("a store that does not answer is not waited for once the crawl is to stop", async () => {
  vi.useFakeTimers();
  try {
    const store = {
      location: "s3://moths/runs/a",
      append: () => new Promise<void>(() => undefined),
      close: () => Promise.resolve(),
    } as unknown as ResultsStore;
    const output = new RecordingOutput();
    const stopping = new AbortController();
    const journal = new CrawlJournal(store, output, stopping.signal);
    let isWritten = false;
    const writing = journal.append("{}").then(() => (isWritten = true));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(isWritten).toBe(false);
    stopping.abort();
    await vi.advanceTimersByTimeAsync(3000);
    await writing;
    expect(output.lines).toEqual([
      expect.stringMatching(/s3:\/\/moths\/runs\/a cannot be written: .*No answer within 3000 ms/),
    ]);
    // The rest of the crawl does without.
    await journal.append("{}");
  } finally {
    vi.useRealTimers();
  }
});

test("a disk that is full, which throws at once, costs no page and no record", async () => {
  const journal: string[] = [];
  const store: ResultsStore = {
    location: "full",
    write: () => Promise.resolve(),
    read: () => Promise.resolve(null),
    append: (lines) => {
      if (journal.length === 2) throw new Error("ENOSPC: no space left on device, write");
      journal.push(...lines);
      return Promise.resolve();
    },
    journal: async function* () {
      yield* await Promise.resolve([]);
    },
    close: () => Promise.resolve(),
  };
  const site = { "/": ["/a", "/b"], "/a": ["/c"] };
  const { crawl, output } = await crawlLinks(site, { store, capacity: () => 2 });
  expect(output.pages.map(({ url }) => url.replace(origin, ""))).toEqual(["/", "/a", "/b", "/c"]);
  expect(crawl.counts).toMatchObject({ retrieved: 4, failed: 0, queued: 0 });
  expect(output.lines.filter((line) => line.includes("cannot be written"))).toEqual([
    "[WARNING] ⛔ full cannot be written: what is found from now on is not kept there, and would be visited again by a crawl that goes on: ENOSPC: no space left on device, write.",
  ]);
});
