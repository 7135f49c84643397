import type { PollPace } from "../target.ts";

/**
 * How often to look at one task: each second where something is about to happen, since its last states pass within seconds,
 * and seldom while it runs.
 */
export const fargatePace = {
  fastMs: 1000,
  slowMs: 10_000,
  logsMs: 2000,
} as const satisfies PollPace;
