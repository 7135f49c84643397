import {
  closeSync,
  createReadStream,
  existsSync,
  ftruncateSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { Unlock } from "./folder-lock.ts";
import { journalName } from "./results-names.ts";
import type { ResultsStore } from "./results-store.ts";

const newLine = 10;

/**
 * Makes a folder and those above it. Not by `recursive`, which never comes back where a file system takes no folder, such as
 * /proc.
 */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process was faster.
    if (!existsSync(folder)) throw error;
  }
}

/** Keeps results in a folder, which is made when it is not there. Throws the system's error when it cannot be. */
export class FolderStore implements ResultsStore {
  readonly location: string;
  readonly #journal: number;
  readonly #unlock: Unlock;

  /** `unlock` ends the lock of the folder, where it has one. */
  constructor(folder: string, unlock: Unlock = () => undefined) {
    this.location = folder;
    this.#unlock = unlock;
    makeFolder(folder);
    this.#journal = openSync(join(folder, journalName), "a+");
    cutTail(this.#journal);
  }

  readonly write = (name: string, content: Uint8Array | string): Promise<void> => {
    const path = join(this.location, name);
    mkdirSync(dirname(path), { recursive: true });
    // A kill in between leaves the file as it was.
    try {
      writeFileSync(`${path}.new`, content);
      renameSync(`${path}.new`, path);
    } catch (error) {
      // What there is of it takes place on a full disk.
      rmSync(`${path}.new`, { force: true });
      throw error;
    }
    return Promise.resolve();
  };

  readonly read = async (name: string): Promise<Buffer | null> => {
    const path = join(this.location, name);
    return existsSync(path) ? await readFile(path) : null;
  };

  /** Written at once: what the system has survives the process. */
  readonly append = (lines: readonly string[]): Promise<void> => {
    const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(""));
    for (let done = 0; done < bytes.length;) done += writeSync(this.#journal, bytes, done);
    return Promise.resolve();
  };

  async *journal(): AsyncGenerator<string> {
    yield* createInterface({ input: createReadStream(join(this.location, journalName)) });
  }

  readonly close = (): Promise<void> => {
    closeSync(this.#journal);
    this.#unlock();
    return Promise.resolve();
  };
}

/** Takes away a line that a kill cut off. */
function cutTail(file: number): void {
  const { size } = fstatSync(file);
  const chunk = Buffer.alloc(65_536);
  for (let end = size; end > 0;) {
    const start = Math.max(0, end - chunk.length);
    const length = readSync(file, chunk, 0, end - start, start);
    const last = chunk.subarray(0, length).lastIndexOf(newLine);
    if (last >= 0) {
      ftruncateSync(file, start + last + 1);
      return;
    }
    end = start;
  }
  ftruncateSync(file, 0);
}
