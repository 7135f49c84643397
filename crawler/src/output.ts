import { writeSync } from "node:fs";
import type { CrawlerRecord } from "./contract.ts";
import { messageOf, OutputError } from "./errors.ts";

/** Levels of the lines for people. */
export type LogLevel = "INFO" | "WARNING" | "ERROR";

/** Where a crawl tells what it does. */
export interface Output {
  /** One JSON record per line on stdout. Throws {@link OutputError}. */
  readonly record: (record: CrawlerRecord) => void;
  /** One line for people on stderr: `2026-11-24 04:29:28,114 [INFO] ✅ …`. Never throws. */
  readonly log: (level: LogLevel, message: string) => void;
}

/** stdout and stderr of this process. Writing is synchronous: what was retrieved is out before the next page begins. */
export const processOutput: Output = {
  record: (record) => {
    try {
      writeAll(1, `${JSON.stringify(record)}\n`);
    } catch (error) {
      const full = codeOf(error) === "ENOSPC" || codeOf(error) === "EDQUOT";
      throw new OutputError(
        full
          ? "stdout cannot be written: the disk is full"
          : `stdout cannot be written: ${messageOf(error)}`,
        full,
        { cause: error },
      );
    }
  },
  log: (level, message) => {
    try {
      writeAll(2, `${logTime(new Date())} [${level}] ${message}\n`);
    } catch {
      // Nobody to tell.
    }
  },
};

/** Local time as Python's logging writes it: `2026-11-24 04:29:28,114`. */
export function logTime(date: Date): string {
  const part = (value: number, width = 2): string => String(value).padStart(width, "0");
  const day = `${part(date.getFullYear(), 4)}-${part(date.getMonth() + 1)}-${part(date.getDate())}`;
  const time = `${part(date.getHours())}:${part(date.getMinutes())}:${part(date.getSeconds())}`;
  return `${day} ${time},${part(date.getMilliseconds(), 3)}`;
}

function writeAll(descriptor: number, text: string): void {
  const data = Buffer.from(text);
  for (let written = 0; written < data.length;) {
    try {
      written += writeSync(descriptor, data, written);
    } catch (error) {
      // A pipe that somebody made non-blocking is full: its reader will come.
      if (codeOf(error) !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined;
}
