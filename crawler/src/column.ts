/** Bits of a number in a column: whole numbers from 0, or for 64 any number. */
type Width = 8 | 16 | 32 | 64;

type Numbers = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** Room that is left when a column grows: more would be wasted, less would be copied more often. */
const growth = 1.25;

/** A list of numbers that takes no more memory than their bytes, outside the heap that is searched for garbage. */
export class Column {
  readonly #width: Width;
  #numbers: Numbers;

  constructor(width: Width) {
    this.#width = width;
    this.#numbers = numbers(width, 16);
  }

  /** The number at a place; 0 where none was set. */
  at(index: number): number {
    return this.#numbers[index] ?? 0;
  }

  set(index: number, value: number): void {
    if (index >= this.#numbers.length) this.#grow(index + 1);
    this.#numbers[index] = value;
  }

  /** The first `length` numbers as they are now. */
  copy(length: number): (index: number) => number {
    const copied = this.#numbers.slice(0, length);
    return (index) => copied[index] ?? 0;
  }

  #grow(length: number): void {
    const grown = numbers(this.#width, Math.ceil(length * growth));
    grown.set(this.#numbers);
    this.#numbers = grown;
  }
}

function numbers(width: Width, length: number): Numbers {
  switch (width) {
    case 8:
      return new Uint8Array(length);
    case 16:
      return new Uint16Array(length);
    case 32:
      return new Uint32Array(length);
    case 64:
      return new Float64Array(length);
  }
}
