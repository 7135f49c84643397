import { journalPrefix } from "./results-names.ts";
import type { ResultsStore } from "./results-store.ts";

/** A bucket, as far as results need it. */
export interface Bucket {
  readonly put: (key: string, content: Uint8Array | string) => Promise<void>;
  /** Null when there is none. */
  readonly get: (key: string) => Promise<Buffer | null>;
  /** Keys that begin so, sorted. */
  readonly list: (prefix: string) => Promise<readonly string[]>;
  readonly close: () => void;
}

/** Bytes from which the journal goes on in another object: what is written again with every page. */
const partBytes = 256 * 1024;

/**
 * Keeps results in a bucket. An object cannot grow, so the journal's last part is written anew with each line; lines that
 * come while one is on its way go together with the next.
 */
export class ObjectStore implements ResultsStore {
  readonly location: string;
  readonly #bucket: Bucket;
  readonly #prefix: string;
  #part: string[] = [];
  #number: number | null = null;
  #isDirty = false;
  #writing: Promise<void> = Promise.resolve();

  /** `prefix` ends with a slash, or is empty. */
  constructor(bucket: Bucket, prefix: string, location: string) {
    this.#bucket = bucket;
    this.#prefix = prefix;
    this.location = location;
  }

  readonly write = async (name: string, content: Uint8Array | string): Promise<void> => {
    await this.#bucket.put(this.#prefix + name, content);
  };

  /** Who may not list the bucket, or one prefix of it alone, gets 403 for what is not there. */
  readonly read = async (name: string): Promise<Buffer | null> => {
    const key = this.#prefix + name;
    return (await this.#bucket.list(key)).includes(key) ? await this.#bucket.get(key) : null;
  };

  readonly append = async (lines: readonly string[]): Promise<void> => {
    this.#part.push(...lines);
    this.#isDirty = true;
    const turn = this.#writing.then(async () => {
      await this.#writePart();
    });
    // Who comes next tries again.
    this.#writing = turn.catch(() => undefined);
    await turn;
  };

  async *journal(): AsyncGenerator<string> {
    for (const key of await this.#bucket.list(this.#prefix + journalPrefix)) {
      const part = await this.#bucket.get(key);
      yield* (part?.toString("utf8") ?? "").split("\n").filter((line) => line !== "");
    }
  }

  readonly close = (): Promise<void> => {
    this.#bucket.close();
    return Promise.resolve();
  };

  async #writePart(): Promise<void> {
    // Another line's turn has written this one.
    if (!this.#isDirty) return;
    this.#number ??= await this.#nextNumber();
    const key = `${this.#prefix}${journalPrefix}${String(this.#number).padStart(6, "0")}.jsonl`;
    const { length } = this.#part;
    const content = Buffer.from(`${this.#part.join("\n")}\n`);
    this.#isDirty = false;
    try {
      await this.#bucket.put(key, content);
    } catch (error) {
      this.#isDirty = true;
      throw error;
    }
    if (content.length < partBytes) return;
    this.#part = this.#part.slice(length);
    this.#number += 1;
  }

  /** Parts of a crawl before this one stay as they are. */
  async #nextNumber(): Promise<number> {
    const last = (await this.#bucket.list(this.#prefix + journalPrefix)).at(-1) ?? "";
    return Number(/(\d+)\.jsonl$/.exec(last)?.[1] ?? 0) + 1;
  }
}
