import { closeSync, openSync, writeSync } from "node:fs";
import type { HearOutput } from "./engine-api.ts";

/**
 * Writes what a container prints to the end of a file, whole lines of stdout and stderr in the order in which they end: an
 * engine sends both in parts, one between the parts of the other.
 */
export class LineWriter {
  readonly #file: number;
  readonly #rest = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) };
  #isClosed = false;

  constructor(path: string) {
    this.#file = openSync(path, "a");
  }

  readonly hear: HearOutput = (stream, part) => {
    const text = Buffer.concat([this.#rest[stream], part]);
    const end = text.lastIndexOf(0x0a) + 1;
    this.#rest[stream] = text.subarray(end);
    this.#write(text.subarray(0, end));
  };

  /** Writes lines that have no end, and closes the file. */
  close(): void {
    if (this.#isClosed) return;
    for (const rest of Object.values(this.#rest)) {
      if (rest.length > 0) this.#write(Buffer.concat([rest, Buffer.from("\n")]));
    }
    this.#isClosed = true;
    closeSync(this.#file);
  }

  #write(text: Buffer): void {
    if (this.#isClosed) return;
    try {
      for (let written = 0; written < text.length;) {
        written += writeSync(this.#file, text, written);
      }
    } catch {
      // A full disk must not keep the task from being watched to its end.
    }
  }
}
