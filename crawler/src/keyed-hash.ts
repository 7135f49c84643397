import { randomBytes } from "node:crypto";

/**
 * HalfSipHash-2-4 (https://github.com/veorq/SipHash): 32 bits of some bytes by a key. A site that writes its URLs so that
 * they fall together in a table would have to know the key.
 */
export class KeyedHash {
  readonly #low: number;
  readonly #high: number;

  /** `key` has eight bytes. Default: random ones. */
  constructor(key: Buffer = randomBytes(8)) {
    this.#low = key.readInt32LE(0);
    this.#high = key.readInt32LE(4);
  }

  /** The hash of the first `length` bytes, from 0 to 2^32 - 1. */
  of(bytes: Uint8Array, length: number): number {
    let v0 = this.#low;
    let v1 = this.#high;
    let v2 = 0x6c796765 ^ v0;
    let v3 = 0x74656462 ^ v1;
    const round = (): void => {
      v0 = (v0 + v1) | 0;
      v1 = rotate(v1, 5) ^ v0;
      v0 = rotate(v0, 16);
      v2 = (v2 + v3) | 0;
      v3 = rotate(v3, 8) ^ v2;
      v0 = (v0 + v3) | 0;
      v3 = rotate(v3, 7) ^ v0;
      v2 = (v2 + v1) | 0;
      v1 = rotate(v1, 13) ^ v2;
      v2 = rotate(v2, 16);
    };
    const whole = length - (length % 4);
    for (let index = 0; index <= whole; index += 4) {
      // The last word has what is left, and the length.
      let word = index === whole ? length << 24 : 0;
      const end = Math.min(index + 4, length);
      for (let at = index; at < end; at += 1) word |= (bytes[at] ?? 0) << (8 * (at - index));
      v3 ^= word;
      round();
      round();
      v0 ^= word;
    }
    v2 ^= 0xff;
    for (let count = 0; count < 4; count += 1) round();
    return (v1 ^ v3) >>> 0;
  }
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
