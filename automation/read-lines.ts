import { closeSync, existsSync, openSync, readSync } from "node:fs";

const chunkBytes = 256 * 1024;

/** Whole lines of a growing file. */
export interface LinesRead {
  readonly lines: readonly string[];
  /** Byte offset after the last line returned. */
  readonly offset: number;
  readonly more: boolean;
}

/**
 * Reads the whole lines after a byte offset, at most 256 KiB at a time (or one longer line). A missing file is an empty
 * one. With `final`, a last line without its end counts as well.
 */
export function readLines(path: string, offset: number, final = false): LinesRead {
  if (!existsSync(path)) return { lines: [], offset, more: false };
  const descriptor = openSync(path, "r");
  try {
    for (let size = chunkBytes; ; size *= 2) {
      const buffer = Buffer.allocUnsafe(size);
      const filled = readSync(descriptor, buffer, 0, size, offset);
      const data = buffer.subarray(0, filled);
      const end = data.lastIndexOf(0x0a) + 1;
      if (filled === size && end === 0) continue;
      const complete = final && filled < size ? filled : end;
      const text = data.toString("utf8", 0, complete);
      const lines = text === "" ? [] : text.replace(/\n$/, "").split("\n");
      return { lines, offset: offset + complete, more: filled === size };
    }
  } finally {
    closeSync(descriptor);
  }
}
