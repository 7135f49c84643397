import { Column } from "./column.ts";

/** Whole numbers by another number, the smallest first; among equals, the one that was pushed first. */
export class MinHeap {
  readonly #keys = new Column(64);
  readonly #pushed = new Column(64);
  readonly #values = new Column(32);
  #size = 0;
  #count = 0;

  push(key: number, value: number): void {
    const pushed = this.#count;
    let index = this.#size;
    this.#count += 1;
    this.#size += 1;
    while (index > 0) {
      const above = (index - 1) >> 1;
      if (!this.#comesAfter(above, key, pushed)) break;
      this.#move(above, index);
      index = above;
    }
    this.#put(index, key, pushed, value);
  }

  /** The first with its key; undefined when there is none. */
  peek(): { readonly key: number; readonly value: number } | undefined {
    return this.#size === 0 ? undefined : { key: this.#keys.at(0), value: this.#values.at(0) };
  }

  /** Takes the first away. */
  pop(): { readonly key: number; readonly value: number } | undefined {
    const first = this.peek();
    if (first === undefined) return undefined;
    this.#size -= 1;
    const last = this.#size;
    const [key, pushed] = [this.#keys.at(last), this.#pushed.at(last)];
    const value = this.#values.at(last);
    let index = 0;
    for (;;) {
      let below = 2 * index + 1;
      if (below >= last) break;
      const other = below + 1;
      if (other < last && this.#comesAfter(below, this.#keys.at(other), this.#pushed.at(other))) {
        below = other;
      }
      if (this.#comesAfter(below, key, pushed)) break;
      this.#move(below, index);
      index = below;
    }
    this.#put(index, key, pushed, value);
    return first;
  }

  #comesAfter(index: number, key: number, pushed: number): boolean {
    const own = this.#keys.at(index);
    return own > key || (own === key && this.#pushed.at(index) > pushed);
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#keys.at(from), this.#pushed.at(from), this.#values.at(from));
  }

  #put(index: number, key: number, pushed: number, value: number): void {
    this.#keys.set(index, key);
    this.#pushed.set(index, pushed);
    this.#values.set(index, value);
  }
}
