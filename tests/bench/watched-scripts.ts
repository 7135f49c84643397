/** The lives that are watched: ordinary ones of different length, and those that go wrong. */
import type { SummaryRecord } from "../../crawler/src/contract.ts";
import type { TaskScript } from "../helpers/ecs-double/script.ts";
import {
  healthFlaps,
  outOfMemory,
  spotInterruption,
} from "../helpers/ecs-double/scripts-endings.ts";
import {
  imagePullFails,
  pullErrors,
  secretDenied,
  seleniumUnhealthy,
} from "../helpers/ecs-double/scripts-failed-starts.ts";
import {
  emptyContainers,
  endsAtOnce,
  skipsStates,
} from "../helpers/ecs-double/scripts-oddities.ts";
import { ordinaryTask, type OrdinaryTaskOptions } from "../helpers/ecs-double/scripts-ordinary.ts";
import { stateAt } from "../helpers/ecs-double/state.ts";
import { seeded } from "./statistics.ts";

/** How long the crawls of the ordinary tasks take, in seconds. */
const crawlSeconds = [5, 10, 20, 40, 75, 120, 180, 300, 420, 600, 900, 1200];

/** A script with a name for people. */
export interface WatchedScript {
  readonly name: string;
  readonly script: TaskScript;
}

/** All of them, the same for the same seed. */
export function watchedScripts(seed: number): readonly WatchedScript[] {
  const random = seeded(seed);
  const ordinary = crawlSeconds.map((seconds) => ({
    name: `a crawl of ${seconds} s`,
    script: withLastWord(ordinaryTask, { ...someTimes(random), crawlMs: seconds * 1000 }),
  }));
  const some = (): ReturnType<typeof someTimes> => someTimes(random);
  return [
    ...ordinary,
    { name: "ends at once", script: endsAtOnce(some()) },
    { name: "skips states", script: skipsStates() },
    { name: "no such image", script: imagePullFails(pullErrors.manifestUnknown, some()) },
    { name: "secret denied", script: secretDenied(some()) },
    { name: "Selenium unhealthy", script: seleniumUnhealthy(some()) },
    { name: "no containers", script: emptyContainers() },
    { name: "spot interruption", script: spotInterruption({ ...some(), afterMs: 95_000 }) },
    { name: "out of memory", script: outOfMemory({ ...some(), afterMs: 65_000 }) },
    {
      name: "health flaps",
      script: withLastWord(healthFlaps, { ...some(), crawlMs: 240_000 }),
    },
  ];
}

/** One of the ordinary crawls, with times of its own, for a group of many. */
export function groupScripts(count: number, seed: number): readonly TaskScript[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () =>
    withLastWord(ordinaryTask, {
      ...someTimes(random),
      crawlMs: Math.round(300_000 + random() * 5000),
    }),
  );
}

/** Times around those of real tasks; see the double's README. */
function someTimes(random: () => number) {
  const between = (low: number, high: number): number => Math.round(low + (high - low) * random());
  const pendingAt = between(4000, 5000);
  return {
    pendingAt,
    activatingAt: pendingAt + between(11_000, 14_000),
    pullMs: between(5000, 20_000),
    healthyAfterMs: between(3000, 12_000),
    noticeMs: between(400, 1200),
    tailMs: between(12_000, 23_000),
  };
}

/** The script, in which the crawler writes its summary just before it exits, as it does. */
function withLastWord(
  make: (options: OrdinaryTaskOptions) => TaskScript,
  options: OrdinaryTaskOptions,
): TaskScript {
  const { startedAt = 0 } = stateAt(make(options), Infinity).times;
  const durationMs = (options.crawlMs ?? 0) - 200;
  const summary: SummaryRecord = {
    type: "summary",
    outcome: "completed",
    message: "Everything in scope was visited.",
    exitCode: 0,
    ...{ retrieved: 10, failed: 0, skipped: 0, skips: {}, queued: 0 },
    startedAt: new Date(0).toISOString(),
    finishedAt: new Date(durationMs).toISOString(),
    durationMs,
  };
  const lastWord = { at: startedAt + durationMs, text: JSON.stringify(summary) };
  return make({ ...options, crawlerLines: [lastWord] });
}
