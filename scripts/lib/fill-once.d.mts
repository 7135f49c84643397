/** Fills a folder of the cache, once; it appears when it is complete. */
export function fillOnce(
  target: string,
  name: string,
  log: (line: string) => void,
  fill: (folder: string) => Promise<void>,
): Promise<void>;
