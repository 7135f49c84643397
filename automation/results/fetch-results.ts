import {
  createWriteStream,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  type Stats,
} from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileError, MayflyError, systemCode } from "../errors.ts";
import type { KeptFile, ResultsSource } from "./results-source.ts";

/** What a fetch came to. */
export interface Fetched {
  /** Folder that has the files now. */
  readonly folder: string;
  /** Files there are, and their bytes. */
  readonly files: number;
  readonly bytes: number;
  /** Those of them that were transferred; the others were there already. */
  readonly transferred: number;
}

/** Files on their way at once. */
const together = 8;
/** How often a file is asked for again that came in part. */
const tries = 3;

/**
 * Fetches all files of a place into a folder. A file that is there with the same size and time is not fetched again, so that
 * a fetch that was interrupted goes on where it was; each file has its name once it is whole, and its size is checked.
 * Throws `MayflyError` for a place that cannot be read, a folder that cannot be written, and a file that comes in part.
 */
export async function fetchResults(
  source: ResultsSource,
  folder: string,
  signal: AbortSignal,
): Promise<Fetched> {
  const files = await source.list(signal);
  const waiting = files.filter((file) => !isThere(join(folder, safeName(file.name)), file));
  const queue = [...waiting];
  const work = async (): Promise<void> => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
      await fetchFile(source, file.name, folder, signal);
    }
  };
  const workers = Array.from({ length: Math.min(together, queue.length) }, work);
  const ended = await Promise.allSettled(workers);
  const failed = ended.find((one) => one.status === "rejected");
  if (failed !== undefined) throw failed.reason as Error;
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return { folder: resolve(folder), files: files.length, bytes, transferred: waiting.length };
}

/** Names come from a bucket that others may write to. */
function safeName(name: string): string {
  const isSafe = !isAbsolute(name) && !/[\\\0]/.test(name) && !name.split("/").includes("..");
  if (isSafe) return name;
  throw new MayflyError(
    "results",
    `Expected names of files below a folder among the results, but got ${JSON.stringify(name)}; nothing was fetched.`,
  );
}

function isThere(path: string, { bytes, modifiedMs }: KeptFile): boolean {
  const found = statOf(path);
  // Times of some file systems are whole seconds.
  return found?.size === bytes && Math.abs(found.mtimeMs - modifiedMs) < 1000;
}

/** Undefined where there is none. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw fileError(`write ${path}`, error);
  }
}

async function fetchFile(
  source: ResultsSource,
  name: string,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const path = join(folder, name);
  const part = `${path}.part`;
  for (let attempt = 1; ; attempt += 1) {
    const file = await source.open(name, signal);
    // Deleted since it was listed: there is nothing to keep.
    if (file === null) return;
    try {
      mkdirSync(dirname(path), { recursive: true });
      await pipeline(file.content, createWriteStream(part), { signal });
      const { size } = statSync(part);
      if (size !== file.bytes) throw new ShortFile(size, file.bytes);
      utimesSync(part, new Date(), new Date(file.modifiedMs));
      renameSync(part, path);
      return;
    } catch (error) {
      file.content.destroy();
      rmSync(part, { force: true });
      signal.throwIfAborted();
      if (systemCode(error) !== undefined && !isConnection(error)) {
        throw fileError(`write ${path}`, error);
      }
      if (attempt < tries) continue;
      throw new MayflyError(
        "results",
        `${name} of ${source.location} could not be fetched whole (${error instanceof Error ? error.message : String(error)}); the same command goes on with what is missing.`,
        { cause: error },
      );
    }
  }
}

class ShortFile extends Error {
  constructor(size: number, expected: number) {
    super(`${String(size)} of ${String(expected)} bytes came`);
  }
}

function isConnection(error: unknown): boolean {
  const code = systemCode(error) ?? "";
  return [
    "ECONNRESET",
    "ECONNREFUSED",
    "EPIPE",
    "ETIMEDOUT",
    "ERR_STREAM_PREMATURE_CLOSE",
  ].includes(code);
}
