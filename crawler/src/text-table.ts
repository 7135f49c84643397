import { Column } from "./column.ts";
import { KeyedHash } from "./keyed-hash.ts";

const chunkBytes = 65_536;

/**
 * Different texts by numbers from 0 in the order in which they came, all of them one after the other in memory, and found
 * again in constant time. Nothing is ever taken out.
 */
export class TextTable {
  readonly #hash = new KeyedHash();
  readonly #chunks: Buffer[] = [];
  /** Where each text ends; it begins where the one before it ends. */
  readonly #ends = new Column(64);
  readonly #hashes = new Column(32);
  #size = 0;
  /** Numbers of texts, plus 1, at the first free place from that of their hash; the length is a power of 2. */
  #places = new Uint32Array(64);
  /** The text that is looked for. */
  #wanted = Buffer.alloc(256);

  /** How many texts there are. */
  get size(): number {
    return this.#size;
  }

  /** The number of a text; -1 when it is none of these. */
  find(text: string): number {
    return (this.#places[this.#placeOf(this.#encode(text)).place] ?? 0) - 1;
  }

  /** The number of a text, which is one of these from now on. */
  add(text: string): number {
    const length = this.#encode(text);
    const { place, hash } = this.#placeOf(length);
    const known = this.#places[place] ?? 0;
    if (known > 0) return known - 1;
    const number = this.#size;
    const start = this.#startOf(number);
    this.#store(start, length);
    this.#ends.set(number, start + length);
    this.#hashes.set(number, hash);
    this.#places[place] = number + 1;
    this.#size += 1;
    if (this.#size * 1.5 > this.#places.length) this.#widen();
    return number;
  }

  /** The text of a number below {@link size}. */
  at(number: number): string {
    const start = this.#startOf(number);
    const end = this.#ends.at(number);
    const first = this.#chunks[Math.floor(start / chunkBytes)];
    if (first === undefined) return "";
    const offset = start % chunkBytes;
    if (offset + end - start <= chunkBytes) {
      return first.toString("utf8", offset, offset + end - start);
    }
    const parts = this.#chunks.slice(Math.floor(start / chunkBytes), Math.ceil(end / chunkBytes));
    return Buffer.concat(parts).toString("utf8", offset, offset + end - start);
  }

  #startOf(number: number): number {
    return number === 0 ? 0 : this.#ends.at(number - 1);
  }

  /** Writes the text that is looked for as bytes, and tells how many. */
  #encode(text: string): number {
    // A UTF-16 unit is three bytes at most.
    if (text.length * 3 > this.#wanted.length) this.#wanted = Buffer.alloc(text.length * 6);
    return this.#wanted.write(text, "utf8");
  }

  #placeOf(length: number): { readonly place: number; readonly hash: number } {
    const hash = this.#hash.of(this.#wanted, length);
    const mask = this.#places.length - 1;
    let place = hash & mask;
    for (;;) {
      const number = (this.#places[place] ?? 0) - 1;
      if (number < 0 || (this.#hashes.at(number) === hash && this.#isWanted(number, length))) break;
      place = (place + 1) & mask;
    }
    return { place, hash };
  }

  #isWanted(number: number, length: number): boolean {
    const start = this.#startOf(number);
    if (this.#ends.at(number) - start !== length) return false;
    for (let done = 0; done < length;) {
      const chunk = this.#chunks[Math.floor((start + done) / chunkBytes)];
      const offset = (start + done) % chunkBytes;
      const count = Math.min(length - done, chunkBytes - offset);
      const order = chunk?.compare(this.#wanted, done, done + count, offset, offset + count);
      if (order !== 0) return false;
      done += count;
    }
    return true;
  }

  #store(start: number, length: number): void {
    for (let done = 0; done < length;) {
      const index = Math.floor((start + done) / chunkBytes);
      const offset = (start + done) % chunkBytes;
      const chunk = this.#chunks[index] ?? Buffer.alloc(chunkBytes);
      this.#chunks[index] = chunk;
      done += this.#wanted.copy(chunk, offset, done, length);
    }
  }

  #widen(): void {
    const places = new Uint32Array(this.#places.length * 2);
    const mask = places.length - 1;
    for (let number = 0; number < this.#size; number += 1) {
      let place = this.#hashes.at(number) & mask;
      while (places[place] !== 0) place = (place + 1) & mask;
      places[place] = number + 1;
    }
    this.#places = places;
  }
}
