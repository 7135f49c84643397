import type { Figures } from "./figures.ts";
import { seconds } from "./table.ts";

/** Something that watching is to achieve, and whether it did. */
export interface Goal {
  readonly text: string;
  readonly isMet: boolean;
  /** What was measured. */
  readonly figure: string;
}

/** Milliseconds of median lag where something is about to happen. */
const mostLagMs = 1000;
/** Calls for a hundred tasks, as a multiple of those for one. */
const mostGroupRatio = 2;

/** What Mayfly's own watching is to achieve. `name` says which way of it. */
export function watchingGoals(name: string, mayfly: Figures, eachSecond: Figures): readonly Goal[] {
  const { statesAccounted, lagNear, medianCalls, allCalls } = mayfly;
  const { medianMs = Infinity } = lagNear;
  return [
    {
      text: `${name}: all states accounted for`,
      isMet: statesAccounted === 1,
      figure: `${String((statesAccounted ?? 0) * 100)} %`,
    },
    {
      text: `${name}: median lag at most ${seconds(mostLagMs)} where something is about to happen`,
      isMet: medianMs <= mostLagMs,
      figure: seconds(medianMs),
    },
    {
      text: `${name}: fewer calls than looking each second`,
      isMet: medianCalls < eachSecond.medianCalls && allCalls < eachSecond.allCalls,
      figure: `median ${String(medianCalls)} against ${String(eachSecond.medianCalls)}, all ${String(allCalls)} against ${String(eachSecond.allCalls)}`,
    },
  ];
}

/** What watching a group is to cost. */
export function groupGoal(one: number, hundred: number): Goal {
  return {
    text: `100 tasks watched with at most ${String(mostGroupRatio)} times the calls of one`,
    isMet: hundred <= mostGroupRatio * one,
    figure: `${String(hundred)} against ${String(one)}, ratio ${(hundred / one).toFixed(2)}`,
  };
}

/** A goal as a line for people. */
export function goalLine({ text, isMet, figure }: Goal): string {
  return `goal: ${text}: ${isMet ? "met" : "MISSED"} (${figure})`;
}
