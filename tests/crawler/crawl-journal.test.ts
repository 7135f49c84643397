import { expect, test, vi } from "vitest";
import { CrawlJournal } from "../../crawler/src/crawl-journal.ts";
import type { ResultsStore } from "../../crawler/src/results-store.ts";
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
      expect.stringMatching(/s3:\/\/moths\/runs\/a cannot be written, .*No answer within 3000 ms/),
    ]);
    // The rest of the crawl does without.
    await journal.append("{}");
  } finally {
    vi.useRealTimers();
  }
});
