import {
  closeSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { fileError } from "../errors.ts";

/** A file that grows by whole lines. */
export class AppendFile {
  readonly #path: string;
  #descriptor: number;
  #bytes: number;

  /** Opens or creates the file; `keepBytes` cuts off what a dead owner wrote after its last save. */
  constructor(path: string, keepBytes?: number) {
    this.#path = path;
    try {
      this.#descriptor = openSync(path, "a");
      this.#bytes = fstatSync(this.#descriptor).size;
      if (keepBytes !== undefined && keepBytes < this.#bytes) {
        ftruncateSync(this.#descriptor, keepBytes);
        this.#bytes = keepBytes;
      }
    } catch (error) {
      throw fileError(`open ${path}`, error);
    }
  }

  /** Size of the file. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Appends one line, whole or not at all. Throws `MayflyError`, with a sentence of its own for a full disk. */
  appendLine(line: string): void {
    const data = Buffer.from(`${line}\n`);
    try {
      let written = 0;
      while (written < data.length) written += writeSync(this.#descriptor, data, written);
      this.#bytes += data.length;
    } catch (error) {
      this.#cutBack();
      throw fileError(`write to ${this.#path}`, error);
    }
  }

  /** Puts other lines in the place of those that are there: all of them, or none. Throws `MayflyError`. */
  rewrite(change: (lines: readonly string[]) => readonly string[]): void {
    const lines = readFileSync(this.#path, "utf8").split("\n");
    const changed = change(lines.filter((line) => line !== ""));
    try {
      writeFileSync(`${this.#path}.new`, changed.map((line) => `${line}\n`).join(""));
      renameSync(`${this.#path}.new`, this.#path);
      closeSync(this.#descriptor);
      this.#descriptor = openSync(this.#path, "a");
      this.#bytes = fstatSync(this.#descriptor).size;
    } catch (error) {
      throw fileError(`write to ${this.#path}`, error);
    }
  }

  /** Takes back the beginning of a line that did not go in whole. */
  #cutBack(): void {
    try {
      ftruncateSync(this.#descriptor, this.#bytes);
    } catch {
      // Then the next owner cuts it off, by the size in the record.
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
