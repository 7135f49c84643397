/** The middle of some numbers, halfway between the two in the middle of an even count; undefined for none. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((one, other) => one - other);
  const high = sorted[sorted.length >> 1];
  const low = sorted[(sorted.length - 1) >> 1];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

/** The largest of some numbers; undefined for none. */
export function worst(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : Math.max(...values);
}

/** How much of a whole; 1 of nothing. */
export function share(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole;
}

/**
 * Numbers from 0 to 1 that look like chance and are the same for the same seed (mulberry32, in the public domain).
 */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
