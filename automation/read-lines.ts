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
 * one. With `final`, a last line without its end counts as well. What is beyond `end` is not read.
 */
export function readLines(path: string, offset: number, final = false, end = Infinity): LinesRead {
  if (!existsSync(path)) return { lines: [], offset, more: false };
  const descriptor = openSync(path, "r");
  try {
    for (let size = chunkBytes; ; size *= 2) {
      const buffer = Buffer.allocUnsafe(size);
      const most = Math.max(0, Math.min(size, end - offset));
      const filled = readSync(descriptor, buffer, 0, most, offset);
      const data = buffer.subarray(0, filled);
      const whole = data.lastIndexOf(0x0a) + 1;
      if (filled === size && whole === 0) continue;
      const complete = final && filled < size ? filled : whole;
      const text = data.toString("utf8", 0, complete);
      const lines = text === "" ? [] : text.replace(/\n$/, "").split("\n");
      return { lines, offset: offset + complete, more: filled === size };
    }
  } finally {
    closeSync(descriptor);
  }
}
