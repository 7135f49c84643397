/** A leaf, with contract.ts: `mayfly run` warns of the same names. */
import { environmentNames } from "./contract.ts";

/** A variable that nobody reads, and the one that was probably meant. */
export interface MisspeltName {
  readonly name: string;
  readonly meant: string;
}

const known: readonly string[] = Object.values(environmentNames);

/** Letters that may be wrong, missing or too many. */
const mostMistakes = 2;

/**
 * Environment variables that look like a setting and are none. They are told and no error: another program, or a later
 * version of Mayfly, may have a use for them. `meanable` are the variables that may have been meant; default: all settings.
 */
export function misspeltNames(
  environment: Readonly<Record<string, string | undefined>>,
  meanable: readonly string[] = known,
): readonly MisspeltName[] {
  return Object.keys(environment)
    .filter((name) => /^(?:MAYFLY|SELENIUM)_/i.test(name))
    .filter((name) => !known.includes(name) && !meanable.includes(name))
    .flatMap((name) => {
      const distances = meanable.map((meant) => ({ name, meant, mistakes: distance(name, meant) }));
      const [nearest] = distances.sort((one, other) => one.mistakes - other.mistakes);
      return nearest === undefined || nearest.mistakes > mostMistakes ? [] : [nearest];
    })
    .map(({ name, meant }) => ({ name, meant }));
}

/** Levenshtein's distance, whatever the case. */
function distance(one: string, other: string): number {
  const target = other.toUpperCase();
  let row = Array.from({ length: target.length + 1 }, (_, index) => index);
  for (const [index, letter] of one.toUpperCase().split("").entries()) {
    const next = [index + 1];
    for (const [column, wanted] of target.split("").entries()) {
      const changed = (row[column] ?? 0) + (letter === wanted ? 0 : 1);
      next.push(Math.min(changed, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
