import { expect, test } from "vitest";
import { figuresOf, type Figures } from "./figures.ts";
import { goalLine, groupGoal, watchingGoals } from "./goals.ts";
import { figuresTable } from "./table.ts";
import { ordinaryTask } from "../helpers/ecs-double/scripts-ordinary.ts";
import type { LaunchedTask } from "../helpers/ecs-double/world.ts";
import { factsOf } from "./truth.ts";

const task: LaunchedTask = {
  ...{ arn: "arn", id: "id", index: 0, createdAt: 0, request: { taskDefinition: "crawl" } },
  script: ordinaryTask(),
};
const lateBy = (lagMs: number, calls: number, unaccounted: readonly string[] = []): Figures => {
  const told = factsOf(task).map(({ what, atMs }) => ({
    what,
    atMs: atMs + lagMs,
    source: "observed" as const,
  }));
  return figuresOf([{ tasks: [task], told, calls, unaccounted }]);
};

test("the figures are those of what was told", () => {
  expect(lateBy(400, 60)).toMatchObject({
    ...{ statesObserved: 1, statesAccounted: 1, containerChanges: 1 },
    lagNear: { medianMs: 400, worstMs: 400 },
    ...{ medianCalls: 60, allCalls: 60 },
  });
  expect(figuresTable([["Mayfly", lateBy(400, 60, ["STOPPING"])]])).toMatch(
    /\| Mayfly +\| +100 % \| +87 % \| +100 % \| 0\.4 s, worst 0\.4 s \|/,
  );
});

test("goals are met with room to spare, and missed when a state is silent, late or dear", () => {
  const eachSecond = lateBy(300, 100);
  const met = (figures: Figures) =>
    watchingGoals("Mayfly", figures, eachSecond).map(({ isMet }) => isMet);
  expect(met(lateBy(400, 60))).toEqual([true, true, true]);
  expect(met(lateBy(400, 60, ["STOPPING"]))).toEqual([false, true, true]);
  expect(met(lateBy(1100, 60))).toEqual([true, false, true]);
  expect(met(lateBy(400, 100))).toEqual([true, true, false]);
});

test("a line says whether a goal is met, with its figure", () => {
  expect(goalLine(groupGoal(50, 100))).toMatch(/^goal: .*: met \(100 against 50, ratio 2\.00\)$/);
  expect(goalLine(groupGoal(50, 101))).toMatch(/: MISSED \(101 against 50, ratio 2\.02\)$/);
});
