/**
 * Runs jobs in turns, once to warm up and then a number of rounds, and resolves with the median of the milliseconds of
 * each: what slows the machine down for a while slows down all of them.
 *
 * @param {Record<string, () => Promise<void>>} jobs
 * @param {number} rounds
 * @returns {Promise<Record<string, number>>}
 */
export async function medians(jobs, rounds) {
  /** @type {Record<string, number[]>} */
  const times = Object.fromEntries(Object.keys(jobs).map((name) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const [name, job] of Object.entries(jobs)) {
      const begin = performance.now();
      await job();
      if (round >= 0) times[name]?.push(performance.now() - begin);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]));
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = 0, high = 0] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[middle]];
  return (low + high) / 2;
}
