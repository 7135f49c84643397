/**
 * Where a crawl keeps what it finds and how far it is, as it goes: a folder, or a prefix of an S3 bucket. What is written
 * here is still there when the task is not, and another task goes on from it.
 */
export interface ResultsStore {
  /** The folder, or `s3://bucket/prefix`: for people and for records. */
  readonly location: string;
  /** Keeps a file whole; one of that name is replaced. Names are relative, with `/`, such as `screenshots/0a1b.png`. */
  readonly write: (name: string, content: Uint8Array | string) => Promise<void>;
  /** A file as it was written last; null when there is none. */
  readonly read: (name: string) => Promise<Buffer | null>;
  /** Adds lines to the journal. They survive a kill -9 once the promise is fulfilled. */
  readonly append: (lines: readonly string[]) => Promise<void>;
  /** All lines of the journal in their order; one that a kill cut off is left out. */
  readonly journal: () => AsyncIterable<string>;
  readonly close: () => Promise<void>;
}
