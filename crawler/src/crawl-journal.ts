import { gunzip, gzip } from "node:zlib";
import { promisify } from "node:util";
import { emptyCheckpoint, parseCheckpoint, replay, type Checkpoint } from "./checkpoint.ts";
import { messageOf, ResultsError, sentenceOf } from "./errors.ts";
import type { Output } from "./output.ts";
import type { ResultsStore } from "./results-store.ts";

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

  constructor(store: ResultsStore | null, output: Output) {
    this.#store = store;
    this.#output = output;
  }

  /** Closes the store. */
  async close(): Promise<void> {
    await this.#store?.close();
    this.#store = null;
  }

  /**
   * What a crawl before this one knew, the empty checkpoint where there was none; URLs that it knew beside those of the
   * snapshot are told to `see`. Throws {@link ResultsError} when the store cannot be read.
   */
  async resume(see: (url: string) => void): Promise<Checkpoint> {
    if (this.#store === null) return emptyCheckpoint;
    const { location } = this.#store;
    try {
      const saved = await this.#store.read(checkpointName);
      const from = saved === null ? emptyCheckpoint : parseCheckpoint(await unpack(saved));
      const checkpoint = await replay(from, after(from.lines, this.#store.journal()), see);
      this.#lines = checkpoint.lines;
      return checkpoint;
    } catch (error) {
      throw new ResultsError(
        `What was crawled before could not be read in ${location}: ${messageOf(error)}`,
        {
          cause: error,
        },
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
    this.#appended = store.append([line]).catch((error: unknown) => {
      this.#giveUp(error);
    });
    await this.#appended;
  }

  /** Saves a checkpoint, taken now, once the lines that are in it are safe; one at a time. */
  async save(take: () => Omit<Checkpoint, "version" | "lines">): Promise<void> {
    this.#saving = this.#saving.then(async () => {
      const store = this.#store;
      if (store === null) return;
      const checkpoint: Checkpoint = { version: 1, lines: this.#lines, ...take() };
      try {
        const [packed] = await Promise.all([pack(JSON.stringify(checkpoint)), this.#appended]);
        await store.write(checkpointName, packed);
      } catch (error) {
        this.#giveUp(error);
      }
    });
    await this.#saving;
  }

  #giveUp(error: unknown): void {
    const store = this.#store;
    this.#store = null;
    if (store === null) return;
    this.#output.log(
      "WARNING",
      `⛔ ${store.location} cannot be written, so that this crawl cannot be resumed: ${sentenceOf(error)}`,
    );
  }
}

const gzipped = promisify(gzip);
const gunzipped = promisify(gunzip);

async function pack(text: string): Promise<Buffer> {
  return await gzipped(text, { level: 1 });
}

/** The text; empty where the file is cut off. */
async function unpack(packed: Buffer): Promise<string> {
  return await gunzipped(packed).then(
    (text) => text.toString("utf8"),
    () => "",
  );
}

async function* after(count: number, lines: AsyncIterable<string>): AsyncGenerator<string> {
  let left = count;
  for await (const line of lines) {
    if (left > 0) left -= 1;
    else yield line;
  }
}
