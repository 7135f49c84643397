import { expect, test } from "vitest";
import { KeyedHash } from "../../crawler/src/keyed-hash.ts";

const numbers = (count: number) => Buffer.from(Array.from({ length: count }, (_, index) => index));

test("the hashes are those of the reference implementation", () => {
  const hash = new KeyedHash(numbers(8));
  // https://github.com/veorq/SipHash/blob/master/vectors.h, vectors_hsip32
  const expected = ["a9359f5b", "27475ab8", "fa62a603", "8afee704"];
  const found = expected.map((_, length) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(hash.of(numbers(length), length));
    return bytes.toString("hex");
  });
  expect(found).toEqual(expected);
});

test("another key gives other hashes", () => {
  const text = numbers(40);
  const hashes = [1, 2, 3].map(() => new KeyedHash().of(text, text.length));
  expect(new Set(hashes).size).toBeGreaterThan(1);
});

test("each byte counts, and how many there are", () => {
  const hash = new KeyedHash(numbers(8));
  const text = Buffer.alloc(9);
  const hashes = Array.from({ length: 9 }, (_, index) => {
    const other = Buffer.from(text);
    other[index] = 1;
    return hash.of(other, 9);
  });
  for (let length = 0; length <= 9; length += 1) hashes.push(hash.of(text, length));
  expect(new Set(hashes).size).toBe(19);
});
