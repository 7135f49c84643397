import type { Readable } from "node:stream";

/** A file that a run kept. */
export interface KeptFile {
  /** Relative, with `/`, such as `journal/000001.jsonl`. */
  readonly name: string;
  readonly bytes: number;
  readonly modifiedMs: number;
}

/** A file that is being read. */
export interface OpenFile {
  readonly content: Readable;
  /** Its size at this moment: a crawl that goes on may have replaced it since it was listed. */
  readonly bytes: number;
  readonly modifiedMs: number;
}

/** Where results are, or will be: a bucket or a folder. Errors are `MayflyError`s with a sentence for the user. */
export interface ResultsSource {
  /** The folder, or `s3://bucket/prefix`. */
  readonly location: string;
  /** All files, sorted by name; none where there are no results. */
  readonly list: (signal: AbortSignal) => Promise<readonly KeptFile[]>;
  /** Null where the file is gone. */
  readonly open: (name: string, signal: AbortSignal) => Promise<OpenFile | null>;
  /** Keeps a file for the crawl to read. */
  readonly write: (name: string, content: string, signal: AbortSignal) => Promise<void>;
  readonly close: () => void;
}
