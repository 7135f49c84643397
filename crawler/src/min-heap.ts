interface Item<Value> {
  readonly key: number;
  /** Breaks ties: what was pushed first comes first. */
  readonly pushed: number;
  readonly value: Value;
}

/** Values by a number, the smallest first; among equals, the one that was pushed first. */
export class MinHeap<Value> {
  readonly #items: Item<Value>[] = [];
  #pushed = 0;

  push(key: number, value: Value): void {
    const items = this.#items;
    const item: Item<Value> = { key, pushed: this.#pushed, value };
    this.#pushed += 1;
    let index = items.length;
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = items[above];
      if (parent === undefined || comesBefore(parent, item)) break;
      items[index] = parent;
      index = above;
    }
    items[index] = item;
  }

  /** All of them, in no order. */
  values(): readonly Value[] {
    return this.#items.map(({ value }) => value);
  }

  /** The first with its key; undefined when there is none. */
  peek(): { readonly key: number; readonly value: Value } | undefined {
    return this.#items[0];
  }

  /** Takes the first away. */
  pop(): { readonly key: number; readonly value: Value } | undefined {
    const items = this.#items;
    const first = items[0];
    const moved = items.pop();
    if (first === undefined || moved === undefined || items.length === 0) return first;
    let index = 0;
    for (;;) {
      let below = 2 * index + 1;
      let child = items[below];
      if (child === undefined) break;
      const other = items[below + 1];
      if (other !== undefined && comesBefore(other, child)) {
        child = other;
        below += 1;
      }
      if (comesBefore(moved, child)) break;
      items[index] = child;
      index = below;
    }
    items[index] = moved;
    return first;
  }
}

function comesBefore(a: Item<unknown>, b: Item<unknown>): boolean {
  return a.key < b.key || (a.key === b.key && a.pushed < b.pushed);
}
