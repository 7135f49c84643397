import type { Fact } from "./truth.ts";

/** One thing that a watcher told. */
export interface Told {
  /** As in {@link Fact}. */
  readonly what: string;
  /** When it was told, by the double's clock. */
  readonly atMs: number;
  /** Told from what ECS showed at that moment, or from a time stamp that it showed later. */
  readonly source: "observed" | "inferred";
}

/** A fact with how it was told. */
export interface Reported {
  readonly fact: Fact;
  /** Whether it was told from what ECS showed while it was so, at once or late. */
  readonly isObserved: boolean;
  /** From the truth to the telling, in milliseconds; null when it never was told. */
  readonly lagMs: number | null;
}

/** Which facts were told. What is so several times, as a health that comes back, must be told as often, each before the next. */
export function report(facts: readonly Fact[], told: readonly Told[]): readonly Reported[] {
  return facts.map((fact, index) => {
    const again = facts.slice(index + 1).find(({ what }) => what === fact.what);
    const all = told.filter(
      ({ what, atMs }) =>
        what === fact.what && atMs >= fact.atMs && atMs < (again?.atMs ?? Infinity),
    );
    const [first] = all;
    return {
      fact,
      isObserved: all.some(({ source }) => source === "observed"),
      lagMs: first === undefined ? null : first.atMs - fact.atMs,
    };
  });
}

/** Notes what changes from look to look: what a watcher has told already is no news. */
export class Teller {
  readonly told: Told[] = [];
  #places: ReadonlyMap<string, string> = new Map();

  /** Tells what is new in these places; those that are not named stay as they were. */
  look(
    places: ReadonlyMap<string, string>,
    atMs: number,
    source: Told["source"] = "observed",
  ): void {
    for (const [place, value] of places) {
      if (this.#places.get(place) !== value) {
        this.told.push({ what: `${place} ${value}`, atMs, source });
      }
    }
    this.#places = new Map([...this.#places, ...places]);
  }
}
