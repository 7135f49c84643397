import { setImmediate } from "node:timers/promises";
import {
  checkpointLines,
  noProgress,
  readCheckpoint,
  replay,
  type CheckpointParts,
  type Progress,
} from "./checkpoint.ts";
import { messageOf, ResultsError, sentenceOf } from "./errors.ts";
import type { Output } from "./output.ts";
import { packLines, unpackLines } from "./pack-lines.ts";
import type { ResultsStore } from "./results-store.ts";

/** Milliseconds that a store may take once the crawl is to stop: whoever stops it waits for a few seconds, and no longer. */
const patienceMs = 3000;

/** Name of the checkpoint in the results store. */
export const checkpointName = "checkpoint.json.gz";

/**
 * Keeps a crawl where another crawler can go on from it. A store that fails is said once, and the crawl goes on without:
 * what it finds is on stdout, too.
 */
export class CrawlJournal {
  readonly #output: Output;
  #store: ResultsStore | null;
  #lines = 0;
  #appended: Promise<void> = Promise.resolve();
  #saving: Promise<void> = Promise.resolve();

  readonly #stopping: AbortSignal | null;

  /** `stopping` is aborted when the crawl is to end: then a store that does not answer is not waited for. */
  constructor(store: ResultsStore | null, output: Output, stopping: AbortSignal | null = null) {
    this.#store = store;
    this.#output = output;
    this.#stopping = stopping;
  }

  /** Closes the store. */
  async close(): Promise<void> {
    await this.#store?.close();
    this.#store = null;
  }

  /**
   * How far a crawl before this one was; where there was none, at the beginning. Throws {@link ResultsError} when the store
   * cannot be read.
   */
  async resume(): Promise<Progress> {
    if (this.#store === null) return noProgress();
    const { location } = this.#store;
    try {
      const saved = await this.#store.read(checkpointName);
      const from =
        (saved === null ? null : await readCheckpoint(unpackLines(saved))) ?? noProgress();
      const progress = await replay(from, after(from.lines, this.#store.journal()));
      this.#lines = progress.lines;
      return progress;
    } catch (error) {
      throw new ResultsError(
        `What was crawled before could not be read in ${location}: ${messageOf(error)}`,
        { cause: error },
      );
    }
  }

  /** Waits until all lines so far are safe. */
  async flush(): Promise<void> {
    await this.#appended;
  }

  /** Adds a line; it survives the crawler once the promise is fulfilled. */
  async append(line: string): Promise<void> {
    this.#lines += 1;
    const store = this.#store;
    if (store === null) return;
    this.#appended = this.#inTime(async () => {
      await store.append([line]);
    }).catch((error: unknown) => {
      this.#giveUp(error);
    });
    await this.#appended;
  }

  /** Saves a checkpoint, taken now, once the lines that are in it are safe; one at a time. */
  async save(take: () => Omit<CheckpointParts, "lines">): Promise<void> {
    this.#saving = this.#saving.then(async () => {
      const store = this.#store;
      if (store === null) return;
      // Never between what a page changed and its line.
      await setImmediate();
      const parts: CheckpointParts = { lines: this.#lines, ...take() };
      try {
        const [packed] = await Promise.all([packLines(checkpointLines(parts)), this.#appended]);
        await this.#inTime(async () => {
          await store.write(checkpointName, packed);
        });
      } catch (error) {
        this.#giveUp(error);
      }
    });
    await this.#saving;
  }

  /** A store that throws at once fails as one that rejects later. */
  async #inTime(task: () => Promise<void>): Promise<void> {
    const work = task();
    const stopping = this.#stopping;
    if (stopping === null) {
      await work;
      return;
    }
    let timer: NodeJS.Timeout | undefined;
    let onAbort: () => void = () => undefined;
    const late = new Promise<never>((_resolve, reject) => {
      onAbort = () => {
        timer = setTimeout(() => {
          reject(new Error(`No answer within ${String(patienceMs)} ms`));
        }, patienceMs);
      };
      if (stopping.aborted) onAbort();
      else stopping.addEventListener("abort", onAbort, { once: true });
    });
    try {
      await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
      stopping.removeEventListener("abort", onAbort);
      // A late failure of what nobody waits for any more.
      work.catch(() => undefined);
    }
  }

  #giveUp(error: unknown): void {
    const store = this.#store;
    this.#store = null;
    if (store === null) return;
    this.#output.log(
      "WARNING",
      `⛔ ${store.location} cannot be written: what is found from now on is not kept there, and would be visited again by a crawl that goes on: ${sentenceOf(error)}`,
    );
  }
}

async function* after(count: number, lines: AsyncIterable<string>): AsyncGenerator<string> {
  let left = count;
  for await (const line of lines) {
    if (left > 0) left -= 1;
    else yield line;
  }
}
