/** `npm run bench`: watching by Mayfly beside that by other tools, in virtual time, against the scripted double of ECS. */
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { runGroupOnDouble, runOnDouble } from "../helpers/fargate-run.ts";
import { figuresOf, type Figures } from "./figures.ts";
import { goalLine, groupGoal, watchingGoals, type Goal } from "./goals.ts";
import { otherWatchers } from "./other-paces.ts";
import { seeded } from "./statistics.ts";
import { figuresTable } from "./table.ts";
import { watchAsMayfly, withoutQueue } from "./watch-as-mayfly.ts";
import { watchAsOthers } from "./watch-as-others.ts";
import type { Watched } from "./watched.ts";
import { groupScripts, watchedScripts, type WatchedScript } from "./watched-scripts.ts";

const seed = 20_260_301;
const scripts = watchedScripts(seed);
const groupSize = 100;

// The SDK signs with whatever there is.
beforeAll(() => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "double");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "double");
});
afterAll(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

test("watching", async () => {
  const rows: [string, Figures][] = [];
  const goals: Goal[] = [];
  const measure = async (
    name: string,
    watch: (script: WatchedScript, place: number) => Promise<Watched>,
  ): Promise<Figures> => {
    const all: Watched[] = [];
    for (const [place, script] of scripts.entries()) all.push(await watch(script, place));
    const figures = figuresOf(all);
    rows.push([name, figures]);
    return figures;
  };

  const mayfly = await measure("Mayfly", async (script, place) =>
    watchAsMayfly(script, withoutQueue, seed + place),
  );
  const readsQueue = await probeQueue();
  const withQueue = readsQueue
    ? await measure("Mayfly, event queue", async (script, place) =>
        watchAsMayfly(script, {}, seed + place),
      )
    : undefined;
  let eachSecond = mayfly;
  for (const other of otherWatchers) {
    eachSecond = await measure(other.name, async (script) => watchAsOthers(script, other));
  }
  goals.push(...watchingGoals("Mayfly", mayfly, eachSecond));
  if (withQueue !== undefined) {
    goals.push(...watchingGoals("Mayfly, event queue", withQueue, eachSecond));
  }
  goals.push(await measureGroup());

  console.log(
    [
      `watching: DescribeTasks against the same ${String(scripts.length)} scripted tasks, in virtual time`,
      "",
      figuresTable(rows),
      "",
      ...goals.map(goalLine),
    ].join("\n"),
  );
  const missed = goals.filter(({ isMet }) => !isMet).length;
  expect(missed, `${String(missed)} of ${String(goals.length)} goals missed`).toBe(0);
});

/** Whether this version of Mayfly reads the event queue of a stack that has one. */
async function probeQueue(): Promise<boolean> {
  const [first] = scripts;
  return first !== undefined && (await watchAsMayfly(first, {}, seed)).readsQueue;
}

async function measureGroup(): Promise<Goal> {
  const script = groupScripts(groupSize, seed);
  const [first] = script;
  vi.spyOn(Math, "random").mockImplementation(seeded(seed));
  const one = await runOnDouble({ ...(first && { script: first }), outputs: withoutQueue });
  const { awsCalls } = await runGroupOnDouble(groupSize, { script, outputs: withoutQueue });
  const hundred = awsCalls.filter(({ operation }) => operation === "DescribeTasks").length;
  return groupGoal(one.calls["DescribeTasks"] ?? 0, hundred);
}
