import { settings } from "../../crawler/src/config.ts";

/** Seconds in which a run must end, unless it is told, or its crawl may take longer. */
const usualSeconds = 1800;
/** Seconds that a run has beyond its crawl: to start in, and to finish its pages. */
const marginSeconds = 300;

/**
 * Seconds in which a run must end that says nothing of it. A crawl comes to its own limit first, which is `timeLimit` in
 * seconds where it is given.
 */
export function defaultTimeout(timeLimit: number | string | undefined): number {
  return Math.max(usualSeconds, Number(timeLimit ?? settings.timeLimit.fallback) + marginSeconds);
}
