import { readStackConfig } from "../environment/read-stack-settings.ts";
import type { EnvironmentOptions } from "../environment/environment-options.ts";
import { MayflyError } from "../errors.ts";
import { isCovered } from "../run/results-place.ts";

type Config = Readonly<Record<string, string>>;

/** `resultsPlaces[0]`, as `--config` has it. */
const keyForm = /^(?:mayfly:)?resultsPlaces\[(\d+)\]$/;

/** The configuration with which the tasks of a crawl's own stack may write to the place that it is given. */
export function withResultsPlace(config: Config, place: string | undefined): Config {
  if (place === undefined || isCovered(place, placesIn(config))) return config;
  const taken = Object.keys(config).map((key) => Number(keyForm.exec(key)?.[1] ?? -1));
  return { ...config, [`resultsPlaces[${String(Math.max(-1, ...taken) + 1)}]`]: place };
}

/**
 * Throws `MayflyError` (usage) where the tasks of a stack that a crawl is to bring up could not write to the place that it is
 * given: the stack's configuration is its user's.
 */
export async function requireConfigured(
  place: string,
  config: Config,
  options: EnvironmentOptions,
): Promise<void> {
  if (isCovered(place, placesIn(config))) return;
  const known = (await readStackConfig(options))?.config["mayfly:resultsPlaces"];
  const kept = known === undefined ? [] : (JSON.parse(known) as readonly string[]);
  if (isCovered(place, kept)) return;
  throw new MayflyError(
    "usage",
    `Expected a place for --results that the tasks of stack ${options.stack} may write to, but got "${place}"; add --config 'resultsPlaces[${String(kept.length)}]=${place}', or leave --results out.`,
  );
}

function placesIn(config: Config): readonly string[] {
  return Object.entries(config).flatMap(([key, value]) => (keyForm.test(key) ? [value] : []));
}
